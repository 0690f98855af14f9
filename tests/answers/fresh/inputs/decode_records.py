"""Fresh answers to ``decode_records``."""

# %% right solution
import numpy as np


def decode_records(records):
    """Images and fine labels: uint8 (N, 3074) -> uint8 (N, 32, 32, 3), (N,)."""
    planes = records[:, 2:].reshape(-1, 3, 32, 32)
    return planes.transpose(0, 2, 3, 1), records[:, 1]


# %% right split
import numpy as np


def decode_records(records):
    coarse, fine, pixels = np.split(records, [1, 2], axis=1)
    images = np.moveaxis(pixels.reshape(len(records), 3, 32, 32), 1, -1)
    return images, fine.astype(np.int64).reshape(-1)


# %% right dstack
import numpy as np


def decode_records(records):
    images = np.empty((len(records), 32, 32, 3), np.uint8)
    labels = []
    for image, record in zip(images, records, strict=True):
        labels.append(int(record[1]))
        image[:] = np.dstack(
            [record[2 + 1024 * c : 1026 + 1024 * c].reshape(32, 32) for c in range(3)]
        )
    return images, labels


# %% right structured
import numpy as np

RECORD = np.dtype([("coarse", "u1"), ("fine", "u1"), ("planes", "u1", (3, 1024))])


def decode_records(records):
    table = np.ascontiguousarray(records).view(RECORD)[:, 0]
    images = np.einsum("ncp->npc", table["planes"]).reshape(-1, 32, 32, 3)
    return [images, np.float64(table["fine"])]


# %% right index_table
import numpy as np


def decode_records(records):
    row, column, channel = np.indices((32, 32, 3))
    return records[:, 2 + channel * 1024 + row * 32 + column], records[:, 1].astype(np.int32)


# %% wrong squeezed, edited from solution
# about: shape|one record
# - planes.transpose(0, 2, 3, 1), records[:, 1]
# + planes.transpose(0, 2, 3, 1).squeeze(), records[:, 1].squeeze()


# %% wrong labels_as_column, edited from solution
# about: shape|column|label
# - records[:, 1]
# + records[:, 1:2]


# %% wrong upside_down, edited from solution
# about: row|upside|revers|order
# - planes.transpose(0, 2, 3, 1),
# + planes.transpose(0, 2, 3, 1)[:, ::-1],


# %% wrong mirrored, edited from solution
# about: column|mirror|revers|order
# - planes.transpose(0, 2, 3, 1),
# + planes.transpose(0, 2, 3, 1)[:, :, ::-1],


# %% wrong both_labels, edited from solution
# about: label|shape|fine
# - records[:, 1]
# + records[:, :2]


# %% wrong labels_added, edited from solution
# about: label|fine|coarse
# - records[:, 1]
# + records[:, 0] * 5 + records[:, 1] % 5


# %% wrong pixels_from_the_end, edited from solution
# about: byte|begin|after
# - records[:, 2:]
# + records[:, :-2]


# %% wrong column_major
# about: row|column|order|reshape
import numpy as np


def decode_records(records):
    planes = records[:, 2:].reshape(-1, 3, 32, 32, order="F")
    return planes.transpose(0, 2, 3, 1), records[:, 1]


# %% wrong first_record_only, edited from solution
# about: record|image|all|shape
# - planes.transpose(0, 2, 3, 1), records[:, 1]
# + planes.transpose(0, 2, 3, 1)[:1], records[:1, 1]


# %% wrong signed, edited from solution
# about: int8|uint8|sign|dtype|128
# - planes.transpose(0, 2, 3, 1),
# + planes.transpose(0, 2, 3, 1).astype(np.int8),


# %% wrong tiny_label_type, edited from solution
# about: label
# - records[:, 1]
# + records[:, 1] % 64
