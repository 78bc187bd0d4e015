"""The words on screen of channels, topics and numbers of people: message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.contacts.models import Channel, PeopleBand, Topic
from crm.text import mark

CHANNELS: Mapping[Channel, str] = {
    Channel.VISIT: mark("Visit"),
    Channel.PHONE: mark("Phone"),
    Channel.MESSAGE: mark("Message"),
    Channel.STREET: mark("In the street"),
    Channel.SESSION: mark("Gathering"),
}

CHANNEL_ICONS: Mapping[Channel, str] = {
    Channel.VISIT: "door-open",
    Channel.PHONE: "phone",
    Channel.MESSAGE: "message-circle",
    Channel.STREET: "footprints",
    Channel.SESSION: "messages-square",
}

TOPICS: Mapping[Topic, str] = {
    Topic.HOUSING: mark("Housing"),
    Topic.EDUCATION: mark("School and education"),
    Topic.WORK: mark("Work"),
    Topic.MEETING: mark("Meeting each other"),
    Topic.SERVICES: mark("Services of the city"),
    Topic.ACCESSIBILITY: mark("Accessibility"),
}

PEOPLE: Mapping[PeopleBand, str] = {
    PeopleBand.ONE: mark("1 person"),
    PeopleBand.FEW: mark("2 to 4 people"),
    PeopleBand.MANY: mark("5 people or more"),
}
