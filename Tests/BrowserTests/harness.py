"""A real server, a wire that can be cut, and a real browser: what every browser test stands on."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")

try:
    from playwright.sync_api import sync_playwright
except ImportError:  # The tests are then skipped by name.
    sync_playwright = None

try:
    import axe_playwright_python

    AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
except ImportError:
    AXE = None


def missing():
    """What the machine lacks for these tests; None if nothing."""
    if BROWSER is None:
        return "there is no chromium here (Debian: apt-get install chromium)"
    if sync_playwright is None:
        return "there is no playwright here (pip install -r Tests/BrowserTests/requirements.txt)"
    if Server.binary() is None:
        return "there is no helpline binary here (swift build, or HELPLINE_BIN)"
    return None


class Server:
    """`helpline serve` on free ports with a record of its own."""

    def __init__(self, origins=()):
        self.folder = Path(tempfile.mkdtemp(prefix="helpline-browser-"))
        intents = self.folder / "Intents"
        shutil.copytree(ROOT / "Intents", intents)
        if origins:
            shop = intents / "juniper" / "shop.yml"
            shop.write_text(shop.read_text() + f"origins: {json.dumps(list(origins))}\n")
        # Always open: whether somebody is there must not hang on the day the tests are run.
        for file in intents.glob("*/shop.yml"):
            text = re.sub(r"hours:\n(  .*\n)+", 'hours:\n  daily: ["00:00-24:00"]\n', file.read_text())
            file.write_text(re.sub(r"(holidays|special_days):\n(  .*\n)+", "", text))
        self.intents = intents
        self.data = self.folder / "data"
        self._start()
        self.passwords = dict(re.findall(r"^\s+(\w+) \([^)]*\), password (\S+)$", self.said(), re.M))

    def _start(self):
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [self.binary(), "serve", "--intents", self.intents, "--data", self.data, "--line", "127.0.0.1:0",
             "--web", "127.0.0.1:0", "--no-rate-limits"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, cwd=ROOT)
        self.line, self.web = self._addresses()

    def restart(self):
        """Stops the server as a deploy does, and starts it again on other ports with the same record."""
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        self._start()

    @staticmethod
    def binary():
        named = os.environ.get("HELPLINE_BIN")
        found = [Path(named)] if named else [ROOT / ".build" / kind / "helpline" for kind in ("debug", "release")]
        return next((str(path) for path in found if path.exists()), None)

    def run(self, *arguments, typed=""):
        """A command of the binary about this server's record."""
        subprocess.run([self.binary(), *arguments, "--data", self.data], input=typed + "\n", text=True,
                       stdout=subprocess.DEVNULL, check=True, cwd=ROOT)

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text()

    def _addresses(self):
        for _ in range(600):
            match = re.search(r"lines on \S*?:(\d+), web on \S*?:(\d+)", self.said())
            if match and "Try in another terminal" in self.said():
                return int(match[1]), int(match[2])
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.said()}")

    def record(self, conversation):
        """The lines of one conversation as the record has them: (role, text)."""
        out = subprocess.run(
            [self.binary(), "transcripts", "show", conversation, "--data", self.data, "--json"],
            capture_output=True, text=True, timeout=60, cwd=ROOT, check=True).stdout
        return json.loads(out)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Wire(threading.Thread):
    """Carries bytes to a server until it is cut; a cut wire takes nothing new until it is mended."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.is_cut, self.writers = target, False, set()
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.start()
        self.ready.wait(10)

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        self.loop.run_forever()

    async def _listen(self):
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()

    async def _carry(self, reader, writer):
        if self.is_cut:
            return writer.transport.abort()
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return writer.transport.abort()
        both = {writer, far_writer}
        self.writers |= both

        async def pour(source, sink):
            try:
                while data := await source.read(65_536):
                    sink.write(data)
                    await sink.drain()
            except OSError:
                pass
            sink.close()

        await asyncio.gather(pour(reader, far_writer), pour(far_reader, writer))
        self.writers -= both

    def cut(self):
        """Everything on it is lost at once, as with a pulled cable and an impatient router."""
        self.is_cut = True
        self.loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self.writers)])

    def mend(self):
        self.is_cut = False


class BrowserCase(unittest.TestCase):
    """One server, one wire and one browser for all tests of a class; a page of its own for each."""

    origins = ()

    @classmethod
    def setUpClass(cls):
        if reason := missing():
            raise unittest.SkipTest(reason)
        outside = os.environ.get("HELPLINE_WEB")
        cls.server = None if outside else Server(cls.origins)
        cls.wire = Wire(int(outside) if outside else cls.server.web)
        # Of a server that was started by hand: "maria=… vera=…".
        named = dict(pair.split("=", 1) for pair in os.environ.get("HELPLINE_PASSWORDS", "").split())
        cls.passwords = named or (cls.server.passwords if cls.server else {})
        cls.address = f"http://127.0.0.1:{cls.wire.port}"
        cls.driver = sync_playwright().start()
        cls.browser = cls.driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.driver.stop()
        if cls.server:
            cls.server.stop()

    def setUp(self):
        self.wire.mend()
        self.contexts, self.troubles = [], []

    def tearDown(self):
        for context in self.contexts:
            context.close()
        self.assertEqual(self.troubles, [], "errors on the page, refusals by its policy, dialogs, strange requests")

    def new_page(self, path="/?shop=juniper", width=1100, height=800, troubles=True, **options):
        """A page in a browser profile of its own; whatever goes wrong on it fails the test."""
        options.setdefault("locale", "en-GB")
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if troubles:
            page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
            page.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
            page.on("console", lambda said: self.troubles.append(said.text) if self.is_trouble(said) else None)
            page.on("request", lambda request: self.judge(request.url))
        if path:
            page.goto(self.address + path)
        return page

    @staticmethod
    def is_trouble(said):
        # What the desk has no words for in the agent's language is a mistake too.
        if said.text.startswith("desk: no "):
            return True
        # A cut wire is told of by the browser itself; that is what the tests do on purpose.
        return said.type == "error" and not re.search("WebSocket connection|ERR_(CONNECTION|EMPTY|SOCKET|INTERNET)", said.text)

    def judge(self, url):
        if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:|about:", url):
            self.troubles.append(f"request to {url}")

    # MARK: The widget

    def open_chat(self, page):
        page.locator(".launcher").click()
        page.locator(".line.bot").first.wait_for()

    def say(self, page, text):
        page.locator("#say").fill(text)
        page.locator("#say").press("Enter")

    def lines(self, page):
        """What the shopper sees: (role, text), from top to bottom."""
        return [tuple(line) for line in page.locator(".log .line").evaluate_all(
            "all => all.map(line => [['customer', 'bot', 'agent', 'system'].find(role => line.classList.contains(role)),"
            " (line.querySelector('.text') ?? line).textContent])")]

    def wait_until(self, condition, message, seconds=15):
        """Looks until it holds; the time is a limit, not a wait."""
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, message)
            time.sleep(0.05)

    def wait_settled(self, page):
        """Every own line is on record."""
        self.wait_until(lambda: page.locator(".line.pending").count() == 0, "lines were not acknowledged")

    # MARK: Judging

    def assert_accessible(self, page, what):
        """No rule of axe-core (WCAG 2.2 A and AA, best practice) is broken seriously."""
        if AXE is None:
            self.skipTest("there is no axe-core here (pip install axe-playwright-python)")
        # Evaluated by the driver, which the page's policy does not bind.
        if not page.evaluate("typeof window.axe !== 'undefined'"):
            page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious = [f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found
                   if one["impact"] in ("serious", "critical")]
        self.assertEqual(serious, [], what)
        return [f"{one['id']} ({one['impact']})" for one in found]

    def assert_fits(self, page, what):
        """Nothing is wider than the window."""
        widths = page.evaluate("""() => {
            const shadow = document.querySelector('[data-helpline]')?.shadowRoot;
            const parts = [document.documentElement, ...(shadow?.querySelectorAll('.panel, .log, .line, .text, .card') ?? []),
                ...document.querySelectorAll('.log, .line, .text, .list, .details')];
            return parts.filter(part => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
                .map(part => `${part.className || part.tagName}: ${part.scrollWidth} in ${part.clientWidth}: ${part.textContent.slice(0, 60)}`);
        }""")
        self.assertEqual(widths, [], what)

    def shot(self, page, name):
        """Keeps a picture where `make shots` wants them."""
        folder = os.environ.get("HELPLINE_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(250)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))
