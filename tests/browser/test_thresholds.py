"""Can everybody come in? Planned with an interpreter, answered on a phone, and settled from Today."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.server import Server

Open = Callable[..., Page]
WaitFor = Callable[[Page, str], None]


def _question(page: Page, asks: str) -> Locator:
    return page.get_by_role("group", name=asks)


def test_event_planned_with_an_interpreter_shows_its_task_on_today_and_is_settled_there(
    server: Server, open_page: Open
) -> None:
    page = open_page(server, "bram", DESK, "/events/new")
    page.get_by_label("Wat is het?").fill("Infoavond met tolk")
    page.get_by_label("Datum", exact=True).fill("2027-04-20")
    page.get_by_label("Van", exact=True).fill("19:30")
    page.get_by_label("Tot", exact=True).fill("21:30")
    page.get_by_text("Kan iedereen binnen?").click()
    language = _question(page, "Verstaat iedereen wat er gezegd wordt?")
    expect(language.get_by_label("Welke talen?")).to_be_hidden()
    language.get_by_label("Te regelen").check()
    language.get_by_label("Welke talen?").fill("Arabisch en Tigrinya")
    page.get_by_role("button", name="Bewaar", exact=True).click()

    card = page.get_by_role("region", name="Kan iedereen binnen?")
    expect(card).to_contain_text("Te regelen: Arabisch en Tigrinya")
    expect(card).to_contain_text("Boek vóór 6 apr 2027")
    expect(card).to_contain_text("Nog 8 vragen te bekijken")
    page.goto("/")
    task = page.locator("li.row").filter(
        has_text="Tolk (Arabisch en Tigrinya) boeken voor Infoavond met tolk"
    )
    expect(task).to_contain_text("Boek vóór 6 apr 2027")
    task.get_by_role("button", name="In orde").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(task).to_have_count(0)
    page.get_by_role("link", name="Infoavond met tolk").click()
    expect(card).to_contain_text("In orde: Arabisch en Tigrinya")


def test_questions_are_answered_on_a_phone_without_script(server: Server, open_page: Open) -> None:
    page = open_page(server, "ninos", PHONE, "/events", script=False)
    page.get_by_role("link", name="Inspraak Nekkerspoel").click()
    page.get_by_role("link", name="Bekijk de vragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kan iedereen binnen?")
    childcare = _question(page, "Kunnen ouders van jonge kinderen komen?")
    childcare.get_by_label("Te regelen").check()
    childcare.get_by_label("Boek vóór").fill("2027-03-01")
    price = _question(page, "Kan iedereen het betalen?")
    price.get_by_label("Hier niet nodig").check()
    price.get_by_label("Waarom niet?").fill("Het is gratis.")
    page.get_by_role("button", name="Bewaar").click()

    card = page.get_by_role("region", name="Kan iedereen binnen?")
    expect(card).to_contain_text("Boek vóór 1 mrt 2027")
    expect(card).to_contain_text("Hier niet nodig: Het is gratis.")
    expect(card).to_contain_text("Nog 6 vragen te bekijken")


def test_follow_up_done_on_today_puts_the_event_in_order(
    server: Server, open_page: Open, wait_for: WaitFor
) -> None:
    page = open_page(server, "nora", DESK, "/")
    # How many rows stand before it differs by weekday: what is folded away is opened.
    page.evaluate("document.querySelectorAll('details.more').forEach((one) => { one.open = true; })")
    task = page.locator("li.row").filter(has_text="Tolk (Arabisch en Turks) boeken voor Infomarkt wonen")
    event = task.get_by_role("link", name="Naar het moment").get_attribute("href")
    task.get_by_role("button", name="Gedaan").click()
    expect(task).to_have_count(0)

    page.goto(str(event))
    wait_for(page, "In orde: Arabisch en Turks")
    expect(page.get_by_role("heading", level=1)).to_have_text("Infomarkt wonen")


def test_organisation_that_can_invite_along_is_invited_with_one_tap(server: Server, open_page: Open) -> None:
    page = open_page(server, "bram", PHONE, "/events")
    page.get_by_role("link", name="Ouderavond Arsenaal").click()
    offered = page.get_by_role("region", name="Wie kan mee uitnodigen?").locator("li.row").first
    expect(offered).to_contain_text("Werkt in Arsenaal.")
    name = offered.locator("strong").inner_text()
    offered.get_by_role("button", name="Nodig uit").click()

    expect(
        page.locator("#main").get_by_text("Uitgenodigd. Hun feestdagen tellen vanaf nu ook mee.")
    ).to_be_visible()
    expect(page.get_by_role("region", name="Het moment")).to_contain_text(name)
    expect(page.get_by_role("region", name="Wie kan mee uitnodigen?").get_by_text(name)).to_have_count(0)
