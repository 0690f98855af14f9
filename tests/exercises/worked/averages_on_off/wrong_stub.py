# says: 'raw': Your function is not written yet
# earns: 0
def stub(images):
    raise NotImplementedError


averages_on_off = {"raw": stub, "averaged": stub}
