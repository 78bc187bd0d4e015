"""Invented names of persons: common first names and surnames of a Belgian city, joined by the generator."""

from crm.demo.draft import Draft

_FIRST = """
    Aaron Abdel Adil Aicha Alina Amira An Ana Anass Andrei Anke Aram Ayse Aziz Bahar Barbara Bea Bilal
    Brecht Carla Cem Chantal Daan Dina Dirk Eda Edith Elena Elif Emiel Emine Erik Esra Fatma Femke Filip
    Fien Frank Gabriel Gerda Gie Gülay Habiba Hakan Hanne Hasan Hatice Hugo Ibrahim Ilse Imane Ine Ioana
    Isam Ivo Jamila Jef Jenna Joke Josée Kadir Karin Kato Khadija Kurt Laila Lamia Lars Leen Leyla Lien
    Lise Loubna Luc Lucia Luna Mahmoud Malika Marc Maria Mehmet Meryem Mieke Mihai Mila Mimoun Miriam
    Mona Mounir Nadia Naima Nancy Nele Noor Omar Osman Paul Petra Radia Ria Rita Robin Ruben Saida Salma
    Sami Sara Selma Sevda Siham Simon Soraya Stef Stijn Tamer Tess Tine Tom Vera Veerle Walter Warda
    Yara Younes Yusuf Zahra Zeynep Zita
"""
_LAST = """
    Aerden Akdag Amrani Asmar Baert Bakkali Ballegeer Balci Beckx Bellon Benhaddou Bogaert Boulaich
    Brants Briers Caluwaerts Ceulemans Claessens Cools Crabbe Danko Deckers Demirkan Dierckx Dumont
    Durak Eddaoudi Elsen Ergin Fierens Gabriels Geens Ghijsels Gielis Guler Haddouchi Hannes Helsen
    Hermans Ilgaz Ionescu Jacobs Janssens Kabongo Kaplaner Karaca Ketels Khaldoun Kocak Lambrechts
    Leemans Lemmens Loos Lutun Maes Mahieu Mannaerts Marinescu Matthys Mertens Michiels Moens Mokhtari
    Neefs Nijs Okoro Ooms Ouchen Ozkan Pauwels Petrosian Popa Quinten Raes Rahmouni Reynders Rombouts
    Sabri Saelens Sarkis Schepers Segers Sels Smets Soukoun Stevens Taelman Tahiri Tekin Temmerman Thys
    Tilmans Torfs Uyttebroek Vaes Verbist Vercammen Verdonck Verhaegen Verlinden Vermeiren Vets Vleugels
    Wauters Willekens Yamani Yilmazer Zaman Zeghers
"""
FIRST_NAMES = tuple(_FIRST.split())
SURNAMES = tuple(_LAST.split())


def invent_name(draft: Draft) -> str:
    """A first name and a surname that no person of the demo city has yet."""
    while True:
        name = f"{draft.pick(FIRST_NAMES)} {draft.pick(SURNAMES)}"
        if name not in draft.persons:
            return name
