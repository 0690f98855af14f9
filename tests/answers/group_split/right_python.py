def group_split(groups, share):
    members = {}
    for index, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(index)
    validation = set()
    for group in sorted(members):
        if len(validation) < share * len(groups):
            validation.update(members[group])
    return [index not in validation for index in range(len(groups))]
