"""One style for all figures: colours, dashes, and how a figure and its description are shown."""

import base64
import html
import io

from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any colour vision tell apart.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
VERMILION, PURPLE, GREY = "#D55E00", "#CC79A7", "#999999"
# For curves in one diagram: dashes tell them apart as well as colours do.
STYLES = (
    (BLUE, "-"),
    (ORANGE, "--"),
    (GREEN, "-."),
    (VERMILION, ":"),
    (PURPLE, (0, (5, 1, 1, 1, 1, 1))),
    ("black", (0, (8, 3))),
)


def show(figure: Figure, description: str) -> None:
    """Display a figure in a notebook with its description as alternative text.

    Args:
        figure: What a function of ``plots`` returned.
        description: What the figure shows, in a sentence.
    """
    from IPython.display import display

    data, metadata = described(figure, description)
    display(data, raw=True, metadata=metadata)


def described(figure: Figure, description: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return a figure and its description as a notebook stores them.

    nbconvert reads the description in the picture's metadata. JupyterLab does not; it shows the
    HTML, an image with alternative text.

    Args:
        figure: What to show.
        description: What it shows, in a sentence.

    Returns:
        The data by MIME type, and their metadata.
    """
    encoded = base64.b64encode(png(figure)).decode("ascii")
    alt = html.escape(description)
    return (
        {
            "image/png": encoded,
            "text/html": f'<img alt="{alt}" src="data:image/png;base64,{encoded}">',
            "text/plain": f"Figure: {description}",
        },
        {"image/png": {"alt": description}},
    )


def png(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG file."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100, bbox_inches="tight")
    return picture.getvalue()
