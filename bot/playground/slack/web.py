"""`/api/METHOD`: reads a call, checks it as Slack does, carries it out, writes it down."""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.slack import methods
from bot.playground.slack.arguments import checked
from bot.playground.slack.core import Core
from bot.playground.slack.drop import drop_connection
from bot.playground.slack.errors import SlackError, missing_scope
from bot.playground.slack.faults import Fault
from bot.playground.slack.log import shortened
from bot.playground.slack.models import Json
from bot.playground.slack.registry import METHODS, Call, Method

__all__ = ["answer_call", "methods"]


async def answer_call(core: Core, request: Request) -> Response:
    """Answers one call of the Web API; planned faults strike here."""
    started = time.monotonic()
    name = request.path_params["method"]
    given = await _given(request)
    token = _token(request, given)
    fault = core.faults.take(name)
    if fault and fault.kind == "hold":
        await core.pause(fault.seconds)
    status, body = _carried_out(core, name, given, token, fault)
    _write(core, name, given, status, body, round((time.monotonic() - started) * 1000))
    if fault and fault.kind == "drop":
        return await drop_connection(request)
    return JSONResponse(body, status, _headers(core, name, body, fault))


async def _given(request: Request) -> Json:
    """The arguments of query and body; an unreadable body counts as empty, as at Slack."""
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "multipart/form-data":
        async with request.form() as form:
            return given | {key: value for key, value in form.items() if isinstance(value, str)}
    text = (await request.body()).decode(errors="replace")
    if kind == "application/json":
        return given | _json_object(text)
    return given | dict(parse_qsl(text, keep_blank_values=True))


def _json_object(text: str) -> Json:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {"(unreadable JSON)": text}
    return found if isinstance(found, dict) else {"(not an object)": text}


def _token(request: Request, given: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    in_body = str(given.pop("token", "") or "")
    return token.strip() if scheme == "Bearer" else in_body


def _carried_out(
    core: Core, name: str, given: Json, token: str, fault: Fault | None
) -> tuple[int, Json]:
    try:
        if fault and fault.kind in ("fail", "status"):
            error = fault.error or _named(fault.http_status)
            return fault.http_status, {"ok": False, "error": error}
        with core.world.lock:
            return 200, {"ok": True} | _dispatched(core, name, given, token)
    except SlackError as refusal:
        return (429 if refusal.error == "ratelimited" else 200), refusal.body


def _named(status: int) -> str:
    return "ratelimited" if status == 429 else "internal_error"


def _dispatched(core: Core, name: str, given: Json, token: str) -> Json:
    method = METHODS.get(name)
    if method is None or name in core.faults.unknown:
        raise SlackError("unknown_method", req_method=name)
    _authorised(core, method, token)
    _paced(core, method)
    return method.handler(Call(core, checked(method.arguments, given)))


def _authorised(core: Core, method: Method, token: str) -> None:
    if method.by == "none":
        return
    if not token:
        raise SlackError("not_authed")
    kinds = {core.bot_token: "bot", core.app_token: "app"}
    if token not in kinds:
        raise SlackError("invalid_auth")
    if kinds[token] != method.by:
        raise SlackError("not_allowed_token_type")
    if method.scope and method.scope not in core.scopes:
        raise missing_scope(method.scope, core.scopes)


def _paced(core: Core, method: Method) -> None:
    wait = core.rates.wait(method.name, method.tier) if core.faults.rate_limits else 0
    if wait:
        raise SlackError("ratelimited", retry_after=wait)


def _headers(core: Core, name: str, body: Json, fault: Fault | None) -> dict[str, str]:
    now = formatdate(core.world.stamps.clock(), usegmt=True)
    headers = {"x-oauth-scopes": ",".join(sorted(core.scopes)), "date": now}
    if name in METHODS and METHODS[name].scope:
        headers["x-accepted-oauth-scopes"] = METHODS[name].scope
    wait = fault.retry_after if fault and fault.kind == "status" else body.pop("retry_after", None)
    return headers | ({"Retry-After": str(wait)} if wait is not None else {})


def _write(core: Core, name: str, given: Json, status: int, body: Json, ms: int) -> None:
    told = given.get("text") or given.get("channel") or given
    ok = status == 200 and bool(body.get("ok"))
    summary = shortened(told) if ok else f"{body.get('error', status)}"
    core.log.add("bot→slack", name, summary, given, body, ok=ok, ms=ms)
