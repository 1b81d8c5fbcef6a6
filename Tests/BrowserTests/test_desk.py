"""A shopper in one window, agents in others: the widget and the desk against a real server."""

import unittest

from harness import BrowserCase


class DeskTests(BrowserCase):
    def setUp(self):
        super().setUp()
        if not self.passwords:
            self.skipTest("this server made no agents for the demonstration")
        self.shoppers = []

    def tearDown(self):
        # Whatever a failed test has left waiting would be offered to the next one.
        self.wire.mend()
        for shopper in self.shoppers:
            self.end_chat(shopper)
        super().tearDown()

    # MARK: Steps

    def end_chat(self, shopper):
        """Ends the shopper's conversation past the page, as another window would."""
        shopper.evaluate("""() => new Promise(done => {
            const { token } = JSON.parse(sessionStorage.getItem('helpline:juniper') ?? '{}');
            if (!token) return done();
            const socket = new WebSocket(`ws://${location.host}/chat`);
            socket.onopen = () => socket.send(JSON.stringify({ op: 'resume', token }));
            socket.onmessage = ({ data }) => { if (JSON.parse(data).ev === 'welcome') socket.send('{"op":"bye"}'); };
            socket.onclose = socket.onerror = done;
            setTimeout(done, 3000);
        })""")

    def log_in(self, name="maria", presence="on", **options):
        page = self.new_page("/desk", width=options.pop("width", 1440), height=900, **options)
        page.locator("#login-name").fill(name)
        page.locator("#login-password").fill(self.passwords[name])
        page.locator("#login-password").press("Enter")
        # A password takes its time, and the machine may have others to work for.
        page.locator("#desk").wait_for(timeout=30_000)
        page.locator("#presence").select_option(presence)
        return page

    def ask_for_a_person(self):
        shopper = self.new_page()
        self.shoppers.append(shopper)
        self.open_chat(shopper)
        self.say(shopper, "where is my order JP-10432?")
        shopper.locator(".line.bot").nth(1).wait_for()
        self.say(shopper, "10115")
        shopper.locator(".line.bot").nth(2).wait_for()
        self.say(shopper, "I want to talk to a person")
        return shopper

    def take(self, agent):
        agent.locator(".offer").wait_for()
        agent.keyboard.press("Alt+a")
        agent.locator(".chat-head").wait_for()

    def answer(self, agent, text):
        agent.locator(".composer textarea").fill(text)
        agent.locator(".composer textarea").press("Enter")

    def at_the_desk(self, agent):
        """What the agent sees of the chat: (role, text), notes aside."""
        return self.compared([tuple(line) for line in agent.locator("#chat .log .line").evaluate_all(
            "all => all.map(line => [line.classList[1], line.querySelector('.text').textContent])")])

    def at_the_shop(self, shopper):
        return self.compared(self.lines(shopper))

    @staticmethod
    def compared(lines):
        # A menu is buttons at the shop and part of the text at the desk.
        return [(role, text.split("\n")[0] if role == "bot" else text) for role, text in lines if role in ("customer", "bot", "agent")]

    def finish(self, agent, shopper):
        agent.locator(".actions .strong").click()
        agent.locator("dialog button[type=submit]").click()
        # Who was with a person is asked how it was; the chat ends with the answer.
        shopper.locator(".stars button").nth(4).click()
        shopper.locator(".card", has_text="ended").wait_for()
        agent.locator("#logout").click()

    # MARK: Tests

    def test_a_person_takes_over_and_a_cut_wire_costs_no_line(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        agent.locator(".offer").wait_for()
        self.wait_until(lambda: "Offer" in agent.title(), "the title does not tell of the offer")
        self.shot(agent, "desk-1-offer")
        self.take(agent)
        agent.locator(".line.customer", has_text="I want to talk to a person").wait_for()
        self.answer(agent, "Hello! I have read the chat.")
        shopper.locator(".line.agent", has_text="I have read the chat").wait_for()
        self.assertIn("Maria", shopper.locator(".state").inner_text())
        self.shot(agent, "desk-2-chat")
        self.shot(shopper, "widget-8-agent")
        for round_ in range(3):
            self.say(shopper, f"customer before {round_}")
            self.wire.cut()
            self.say(shopper, f"customer during {round_}")
            self.answer(agent, f"agent during {round_}")
            self.wire.mend()
            shopper.locator(".line.agent", has_text=f"agent during {round_}").wait_for()
            agent.locator("#chat .line.customer", has_text=f"customer during {round_}").wait_for()
        self.wait_settled(shopper)
        self.wait_until(lambda: agent.locator("#chat .line.pending").count() == 0, "the agent's lines were not acknowledged")
        seen = self.at_the_shop(shopper)
        self.wait_until(lambda: self.at_the_desk(agent) == seen, f"shop and desk differ:\n{seen}\n{self.at_the_desk(agent)}")
        for who in ("customer", "agent"):
            for round_ in range(3):
                self.assertEqual(sum(text == f"{who} during {round_}" for _, text in seen), 1)
        joined = next(index for index, (role, _) in enumerate(seen) if role == "agent")
        self.assertNotIn("bot", [role for role, _ in seen[joined:]], "no bot line behind a person's")
        self.finish(agent, shopper)

    def test_a_log_in_that_ends_costs_neither_chats_nor_drafts(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        agent.locator(".composer textarea").fill("half an answer")
        # The same password, set anew: what the old one began ends.
        self.server.run("agents", "password", "maria", typed=self.passwords["maria"])
        agent.locator("#login").wait_for()
        self.assertIn("log in again", agent.locator("#login-wrong").inner_text())
        self.assertNotIn("JP-10432", agent.content(), "nothing of the customer stays in the page")
        self.shot(agent, "desk-9-expired")
        agent.locator("#login-password").fill(self.passwords["maria"])
        agent.locator("#login-password").press("Enter")
        agent.locator(".chat-head").wait_for(timeout=30_000)
        self.assertEqual(agent.locator(".composer textarea").input_value(), "half an answer")
        self.answer(agent, "half an answer, and the rest of it")
        shopper.locator(".line.agent", has_text="and the rest of it").wait_for()
        self.finish(agent, shopper)

    def test_old_tabs_after_a_deploy(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        self.answer(agent, "before the deploy")
        shopper.locator(".line.agent", has_text="before the deploy").wait_for()
        self.assertTrue(agent.locator("#outdated").is_hidden())
        # The next server has other pages.
        for page in (agent, shopper):
            page.route("**/edition.json", lambda route: route.fulfill(json={"edition": "later"}))
        self.wire.cut()
        self.server.restart()
        self.wire.target = self.server.web
        self.say(shopper, "during the deploy")
        self.wire.mend()
        agent.locator("#chat .line.customer", has_text="during the deploy").wait_for(timeout=30_000)
        self.answer(agent, "after the deploy")
        shopper.locator(".line.agent", has_text="after the deploy").wait_for()
        self.assertEqual(sum("deploy" in text for _, text in self.at_the_shop(shopper)), 3)
        self.assertEqual(sum("deploy" in text for _, text in self.at_the_desk(agent)), 3)
        self.wait_until(lambda: agent.locator("#presence").input_value() == "on", "not available as before")
        agent.locator("#outdated").wait_for()
        self.shot(agent, "desk-10-outdated")
        agent.unroute("**/edition.json")
        self.finish(agent, shopper)
        # Nobody is at work in this tab any more: it is loaded anew by itself.
        self.wait_until(lambda: agent.locator("#login").is_visible() and agent.locator("#outdated").is_hidden(), "the old page stayed")

    def test_notes_and_prepared_texts(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        agent.keyboard.press("Alt+n")
        agent.keyboard.type("sounds annoyed")
        agent.keyboard.press("Enter")
        agent.locator(".line.note", has_text="sounds annoyed").wait_for()
        agent.locator(".composer textarea").press_sequentially("/hel")
        agent.locator(".picker li").first.wait_for()
        self.shot(agent, "desk-3-prepared")
        agent.keyboard.press("Enter")
        self.wait_until(lambda: "I have read what you wrote" in agent.locator(".composer textarea").input_value(), "the prepared text is not in the composer")
        agent.keyboard.press("Enter")
        shopper.locator(".line.agent", has_text="I have read what you wrote").wait_for()
        self.assertNotIn("annoyed", shopper.locator(".panel").inner_text())
        self.assertIn("JP-10432", agent.locator("#details").inner_text())
        self.finish(agent, shopper)

    def test_typing_and_seen(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        self.answer(agent, "Hello!")
        shopper.locator(".line.agent").wait_for()
        agent.locator(".composer textarea").press_sequentially("one mo")
        shopper.locator(".dots", has_text="Maria is typing").wait_for()
        self.shot(shopper, "widget-9-typing")
        shopper.locator("#say").press_sequentially("tha")
        agent.locator(".typing", has_text="is typing").wait_for()
        shopper.locator("#say").press("Enter")
        shopper.locator(".line.latest .mark", has_text="Seen").wait_for()
        agent.locator(".seen").wait_for()
        self.finish(agent, shopper)

    def test_the_agent_closes_and_the_shopper_rates(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        self.answer(agent, "All done?")
        shopper.locator(".line.agent").wait_for()
        self.finish(agent, shopper)
        self.shot(shopper, "widget-10-ended")
        shopper.locator(".card button", has_text="new chat").click()
        shopper.locator(".line.bot").last.wait_for()

    def test_a_reload_of_the_desk_finds_the_chats_again(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        self.answer(agent, "before the reload")
        shopper.locator(".line.agent", has_text="before the reload").wait_for()
        agent.close()
        agent = self.log_in()
        agent.locator(".chat-item").click()
        agent.locator(".line.agent", has_text="before the reload").wait_for()
        self.assertEqual(self.at_the_desk(agent), self.at_the_shop(shopper))
        self.finish(agent, shopper)

    def test_a_supervisor_watches_whispers_and_steps_in(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        boss = self.log_in("vera", presence="off")
        boss.keyboard.press("Alt+b")
        boss.locator("#board table").first.wait_for()
        boss.locator("#board", has_text="Maria").wait_for()
        self.shot(boss, "desk-4-board")
        self.assert_accessible(boss, "board")
        boss.locator("#others button", has_text="Watch").click()
        boss.locator("#chat .line.customer", has_text="I want to talk to a person").wait_for()
        boss.locator(".actions button", has_text="Whisper").click()
        boss.locator("dialog textarea").fill("offer a voucher")
        boss.locator("dialog button[type=submit]").click()
        agent.locator(".line.note", has_text="offer a voucher").wait_for()
        boss.locator(".actions button", has_text="Join in").click()
        boss.locator(".composer textarea").wait_for()
        self.answer(boss, "Vera here, I can help.")
        shopper.locator(".line.agent", has_text="Vera here").wait_for()
        self.assertNotIn("voucher", shopper.locator(".panel").inner_text())
        self.shot(boss, "desk-5-joined")
        boss.locator("#logout").click()
        self.finish(agent, shopper)

    def test_a_wrong_password_is_said_beside_the_field(self):
        page = self.new_page("/desk")
        page.locator("#login-name").fill("maria")
        page.locator("#login-password").fill("not her password")
        page.locator("#login-password").press("Enter")
        self.wait_until(lambda: page.locator("#login-wrong").inner_text() != "", "no word about the password")
        self.assertTrue(page.locator("#desk").is_hidden())

    def test_axe_finds_nothing_serious_and_everything_fits(self):
        shopper = None
        for name, options in {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"width": 320}}.items():
            with self.subTest(name=name):
                login = self.new_page("/desk", **options)
                login.locator("#login-name").wait_for()
                self.assert_accessible(login, f"log-in, {name}")
                agent = self.log_in(**options)
                if shopper is None:
                    shopper = self.ask_for_a_person()
                    self.take(agent)
                else:
                    agent.locator(".chat-item").click()
                agent.locator(".chat-head").wait_for()
                self.assert_accessible(agent, f"chat, {name}")
                self.assert_fits(agent, f"chat, {name}")
                self.shot(agent, f"desk-6-{name}")
                agent.keyboard.press("Alt+t")
                agent.locator("dialog").wait_for()
                self.assert_accessible(agent, f"dialog, {name}")
                agent.keyboard.press("Escape")
        self.finish(agent, shopper)

    def test_the_desk_speaks_the_agents_language(self):
        told = {"de": ("de-DE", "german", "Meine Chats", "Weiterleiten", "Warteschlangen"), "es": ("es-ES", "spanish", "Mis chats", "Transferir", "Colas")}
        for language, (locale, words, mine, transfer, queues) in told.items():
            with self.subTest(language=language):
                agent = self.log_in(locale=locale)
                shopper = self.ask_for_a_person()
                self.take(agent)
                self.assertEqual(agent.locator("html").get_attribute("lang"), language)
                self.assertIn(mine, agent.locator(".list").inner_text())
                self.assert_no_english_is_left(agent, language, words)
                self.shot(agent, f"desk-8-{language}")
                agent.keyboard.press("Alt+t")
                self.assertIn(transfer, agent.locator("dialog").inner_text())
                self.assert_no_english_is_left(agent, language, words)
                agent.keyboard.press("Escape")
                lead = self.log_in("vera", presence="off", locale=locale)
                lead.locator("#show-board").click()
                lead.locator("caption", has_text=queues).wait_for()
                self.assert_no_english_is_left(lead, language, words)
                lead.locator("#logout").click()
                self.finish(agent, shopper)

    def test_another_language_can_be_chosen_at_the_log_in(self):
        page = self.new_page("/desk")
        page.locator("#login-language").select_option("de")
        page.locator("button", has_text="Anmelden").wait_for()
        page.reload()
        page.locator("button", has_text="Anmelden").wait_for()
        page.locator("#login-language").select_option("en")
        page.locator("button", has_text="Log in").wait_for()

    def assert_no_english_is_left(self, page, language, words):
        """No text of the desk's own stands there in English although there are words for it."""
        left = page.evaluate("""async ([language, name]) => {
            const words = (await import(`/desk-words-${language}.js`))[name];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const left = [];
            while (walker.nextNode()) {
                const node = walker.currentNode;
                const text = node.data.trim();
                // What people and shops say stands in elements that find their own direction.
                if (node.parentElement.closest("[dir=auto], option")) continue;
                if (Object.hasOwn(words, text) && words[text] !== text) left.push(text);
            }
            return left;
        }""", [language, words])
        self.assertEqual(left, [], f"{language}: English is left")

    def test_hostile_text_reaches_the_agent_as_text(self):
        agent = self.log_in()
        shopper = self.ask_for_a_person()
        self.take(agent)
        agent.evaluate("() => { window.executed = []; for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => { window.executed.push(name); }; }")
        texts = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "javascript:alert(1)", "{{7*7}}${7*7}", "\u202egnitset", "W" * 1500, "a\u0301" + "\u0301" * 60,
                 "https://evil.example/?q=<svg onload=alert(1)>"]
        for text in texts:
            self.say(shopper, text)
        self.wait_settled(shopper)
        self.wait_until(lambda: sum(role == "customer" for role, _ in self.at_the_desk(agent)) >= len(texts) + 3, "lines did not arrive")
        self.assertEqual(agent.evaluate("window.executed"), [])
        self.assertEqual(agent.locator("#chat .line.customer").locator("a, img, svg, script").count(), 0)
        self.assert_fits(agent, "hostile text at the desk")
        self.shot(agent, "desk-7-hostile")
        self.finish(agent, shopper)


if __name__ == "__main__":
    unittest.main()
