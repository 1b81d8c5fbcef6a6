"""Clients, and what stands between, that nobody here has written, against a server's ports.

    python3 peers.py has NAME            ends with 0 if this machine can do it
    python3 peers.py NAME PORT [PORT]    ends with 0 if all went well, and says what it did

One argument after NAME is the web port, for websockify and proxy-protocol the line port comes first.
"""

import asyncio
import importlib.util
import json
import signal
import socket
import subprocess
import sys
import time

NEEDS = {
    "websockets": ["websockets"],
    "wsproto": ["wsproto"],
    "websockify": ["websockify", "websockets"],
    "proxy-protocol": ["proxyprotocol"],
}


def check(what, is_so):
    if not is_so:
        sys.exit("not so: " + what)


async def talk(ws, receive):
    """One conversation; the same through every library."""
    await ws('{"op":"hello","v":1,"shop":"juniper"}')
    welcome = json.loads(await receive())
    check("welcome comes first", welcome["ev"] == "welcome")
    await ws('{"op":"say","id":"c1","text":"gr\\u00fcn \\u20ac \\ud83d\\ude00"}')
    ack = json.loads(await receive())
    check("the line is acknowledged", ack["ev"] == "ack" and ack["id"] == "c1")
    message = json.loads(await receive())
    check("the answer has the text", "gr\u00fcn \u20ac \U0001f600" in message["text"])
    check("numbers rise", welcome["seq"] < ack["seq"] < message["seq"])


async def run_websockets(port):
    import websockets

    url = f"ws://127.0.0.1:{port}/chat"
    async with websockets.connect(url, subprotocols=["helpline.v1"]) as ws:
        check("the protocol is named", ws.subprotocol == "helpline.v1")
        check("no extension is agreed on", not ws.protocol.extensions)
        await talk(ws.send, ws.recv)
        await (await ws.ping(b"are you there"))
        # In fragments, as the library sends what is given to it piece by piece.
        await ws.send(iter(['{"op":', '"say","text"', ':"in pieces"}']))
        check("fragments are one message", "in pieces" in await ws.recv())
        await ws.send('{"op":"bye"}')
        check("the end is told", json.loads(await ws.recv())["ev"] == "closed")
        await ws.wait_closed()
        check("closed with 1000", ws.close_code == 1000)
    for origin in ["https://evil.example", "null"]:
        try:
            await websockets.connect(url, origin=origin)
            check("a strange page is refused", False)
        except websockets.exceptions.InvalidStatus as error:
            check("it is refused with 403", error.response.status_code == 403)
    async with websockets.connect(url) as ws:
        await ws.send("x" * 5000)
        try:
            await ws.recv()
            check("a long message is refused", False)
        except websockets.ConnectionClosed as error:
            check("closed with 1009", error.rcvd.code == 1009 and error.rcvd.reason)


async def run_wsproto(port):
    from wsproto import WSConnection, ConnectionType
    from wsproto import events

    def opened():
        peer = socket.create_connection(("127.0.0.1", port))
        peer.settimeout(20)
        ws = WSConnection(ConnectionType.CLIENT)
        peer.sendall(ws.send(events.Request(host="localhost", target="/chat")))
        while True:
            ws.receive_data(peer.recv(4096))
            for event in ws.events():
                if isinstance(event, events.AcceptConnection):
                    return peer, ws

    def closing(peer, ws):
        while True:
            data = peer.recv(4096)
            ws.receive_data(data or None)
            for event in ws.events():
                if isinstance(event, events.CloseConnection):
                    return event.code

    peer, ws = opened()

    async def send(text):
        peer.sendall(ws.send(events.TextMessage(data=text)))

    queue = []

    async def receive():
        while not queue:
            ws.receive_data(peer.recv(4096))
            queue.extend(e.data for e in ws.events() if isinstance(e, events.TextMessage))
        return queue.pop(0)

    await talk(send, receive)
    peer.sendall(ws.send(events.CloseConnection(code=4000, reason="done")))
    check("a close is answered with its code", closing(peer, ws) == 4000)
    check("then the connection ends", peer.recv(1) == b"")
    # Frames that no library would send.
    broken = [
        (b"\xc1\x80\0\0\0\0", 1002), (b"\x83\x80\0\0\0\0", 1002), (b"\x80\x80\0\0\0\0", 1002),
        (b"\x81\x01a", 1002), (b"\x09\x80\0\0\0\0", 1002), (b"\x89\xfe\0\x80\0\0\0\0", 1002),
        (b"\x81\x81\0\0\0\0\xff", 1007), (b"\x82\x80\0\0\0\0", 1003),
        (b"\x81\xff\0\0\0\0\x06\0\0\0\0\0\0\0", 1009), (b"\x88\x82\0\0\0\0\x03\xed", 1002),
    ]
    for frame, code in broken:
        peer, ws = opened()
        peer.sendall(frame)
        check(f"{frame!r} is answered with {code}", closing(peer, ws) == code)


async def run_websockify(line_port, own_port=None):
    import websockets

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own_port = free.getsockname()[1]
    bridge = subprocess.Popen(
        [sys.executable, "-m", "websockify", f"127.0.0.1:{own_port}", f"127.0.0.1:{line_port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", own_port)).close()
                break
            except OSError:
                time.sleep(0.05)
        url = f"ws://127.0.0.1:{own_port}/"
        async with websockets.connect(url, subprotocols=["binary"]) as ws:
            text = b""

            async def line(start):
                nonlocal text
                while True:
                    while b"\n" not in text:
                        more = await asyncio.wait_for(ws.recv(), 20)
                        text += more if isinstance(more, bytes) else more.encode()
                    first, text = text.split(b"\n", 1)
                    if first.startswith(start):
                        return first

            await line(b"bot: ")
            await ws.send(b"where is my order\n")
            check("plain lines go through", b"where is my order" in await line(b"bot: you said"))
            await ws.send(b"/mode json\n")
            await line(b'{"ev":"mode"')
            await ws.send(b'{"op":"say","id":"c7","text":"as an object"}\n')
            check("objects go through", b'"c7"' in await line(b'{"ev":"ack"'))
    finally:
        bridge.terminate()
        bridge.wait()


async def run_proxy_protocol(line_port, web_port):
    from proxyprotocol.v1 import ProxyProtocolV1
    from proxyprotocol.v2 import ProxyProtocolV2
    from proxyprotocol.result import (
        ProxyResultIPv4, ProxyResultIPv6, ProxyResultLocal, ProxyResultUnknown)
    from ipaddress import IPv4Address, IPv6Address

    ipv4 = ProxyResultIPv4(
        (IPv4Address("192.0.2.7"), 4000), (IPv4Address("198.51.100.1"), 80))
    ipv6 = ProxyResultIPv6(
        (IPv6Address("2001:db8::7"), 4000), (IPv6Address("2001:db8::1"), 80))
    cases = [(ProxyProtocolV1(), r) for r in (ipv4, ipv6, ProxyResultUnknown())]
    cases += [(ProxyProtocolV2(), r) for r in (ipv4, ipv6, ProxyResultLocal())]
    for version, result in cases:
        header = version.pack(result)
        with socket.create_connection(("127.0.0.1", line_port)) as peer:
            peer.settimeout(20)
            peer.sendall(header + b"hello\n")
            peer.shutdown(socket.SHUT_WR)
            text = b"".join(iter(lambda: peer.recv(4096), b""))
            check(f"{header!r} on the line port", b"you said: hello" in text)
        with socket.create_connection(("127.0.0.1", web_port)) as peer:
            peer.settimeout(20)
            peer.sendall(header + b"GET /healthz HTTP/1.0\r\n\r\n")
            text = b"".join(iter(lambda: peer.recv(4096), b""))
            check(f"{header!r} on the web port", b" 200 OK" in text)


def main():
    # Whoever starts this from a thread that takes no signals hands that on, and a proxy that was
    # started here could then never be ended.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    name, arguments = sys.argv[1], sys.argv[2:]
    if name == "has":
        missing = [m for m in NEEDS[arguments[0]] if importlib.util.find_spec(m) is None]
        sys.exit(1 if missing else 0)
    runs = {
        "websockets": run_websockets, "wsproto": run_wsproto, "websockify": run_websockify,
        "proxy-protocol": run_proxy_protocol,
    }
    asyncio.run(runs[name](*[int(argument) for argument in arguments]))
    print("fine")


main()
