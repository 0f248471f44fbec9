"""How messages name a store: never with a password."""

_SECRET = ("password", "sslpassword")


def shown(target: str) -> str:
    """A store as messages name it: a file's path, or the server and the database of a URL."""
    if not _is_url(target):
        return target
    place, _, query = target.rsplit("@", maxsplit=1)[-1].partition("?")
    kept = [each for each in query.split("&") if each and not _is_secret(each)]
    return f"{place}?{'&'.join(kept)}" if kept else place


def masked(target: str) -> str:
    """A store as it was written, without the password in it."""
    if not has_password(target):
        return target
    scheme, _, rest = target.partition("://")
    login, at, place = rest.rpartition("@")
    user, has_one, _ = login.partition(":")
    place, _, query = place.partition("?")
    parts = (f"{each.partition('=')[0]}=…" if _is_secret(each) else each
             for each in query.split("&"))  # fmt: skip
    end = f"?{'&'.join(parts)}" if query else ""
    return f"{scheme}://{user}{':…' if has_one else ''}{at}{place}{end}"


def has_password(target: str) -> bool:
    """Whether a URL holds a password."""
    return bool(_secrets(target))


def without_password(text: str, target: str) -> str:
    """A text, such as a server's error message, without the password of a URL."""
    for secret in _secrets(target):
        text = text.replace(secret, "…")
    return text


def _secrets(target: str) -> list[str]:
    """The passwords in a URL, as written there and as they are; the longest first."""
    if not _is_url(target):
        return []
    from urllib.parse import unquote

    _, _, rest = target.partition("://")
    login, at, _ = rest.rpartition("@")
    found = [login.partition(":")[2]] if at else []
    found += [each.partition("=")[2] for each in rest.partition("?")[2].split("&")
              if _is_secret(each)]  # fmt: skip
    # Other readers of a URL cut a password with an @ in it there.
    parts = [part for secret in found for part in (secret, *secret.split("@"))]
    return sorted({*parts, *map(unquote, parts)} - {""}, key=len, reverse=True)


def _is_url(target: str) -> bool:
    return "://" in target and not target.startswith("sqlite:")


def _is_secret(parameter: str) -> bool:
    return parameter.partition("=")[0].lower() in _SECRET
