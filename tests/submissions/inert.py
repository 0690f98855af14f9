"""Finds what a page would run, load or send by itself."""

import re
from html.parser import HTMLParser

EXECUTES = {"script", "iframe", "frame", "object", "embed", "applet", "form", "base", "portal"}
LOADS = {"src", "href", "data", "action", "formaction", "xlink:href", "srcdoc", "poster", "srcset"}
DANGEROUS = re.compile(r"^(javascript|vbscript|data:text/html|data:image/svg)", re.IGNORECASE)
REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)


class Finder(HTMLParser):
    """Collects active parts as ``(what, value)``."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: set[tuple[str, str]] = set()
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        named = {name: re.sub(r"[\x00-\x20]", "", value or "") for name, value in attributes}
        self.inside = tag if tag in ("script", "style") else ""
        if tag in EXECUTES:
            self.found.add((tag, named.get("src", "")))
        if tag == "meta" and "http-equiv" in named and named["http-equiv"].lower() == "refresh":
            self.found.add(("meta refresh", named.get("content", "")))
        if tag == "link" and REMOTE.match(named.get("href", "")):
            self.found.add(("link", named["href"]))
        for name, value in named.items():
            if name.startswith("on"):
                self.found.add((f"{tag} {name}", value))
            elif name in LOADS and DANGEROUS.match(value):
                self.found.add((f"{tag} {name}", value))
            elif name in LOADS and tag != "a" and tag != "link" and REMOTE.match(value):
                self.found.add((f"{tag} {name}", value))
            elif name == "style" and re.search(r"url\(|expression\(|position:fixed", value):
                self.found.add((f"{tag} style", value))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside == "script" and text.strip():
            self.found.add(("script text", text.strip()))
        if self.inside == "style" and re.search(r"@import|url\(\s*['\"]?https?:", text):
            self.found.add(("style text", text.strip()))


def active(page: str) -> set[tuple[str, str]]:
    """What in a page is more than text, pictures of its own and style."""
    finder = Finder()
    finder.feed(page)
    finder.close()
    return finder.found
