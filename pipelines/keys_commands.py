"""What `keys` does and shows. Belongs here: sentences for people. Does not: changing keys (`rotation`)."""

from rich.console import Console

from data_contracts.settings import read_settings
from pipelines.showing import as_count, progress


def rotate_and_show(console: Console, names: list[str]) -> None:
    """Change keys, and say what the operator must do now."""
    from pipelines.rotation import former_store, rotate_keys

    settings = read_settings()
    with progress(console, "Changement de clés") as tell:
        tell("préparation")
        rotated = rotate_keys(settings, names, tell=tell)
    if rotated is None:
        console.print("Un changement de clés interrompu vient d'être terminé ; les clés n'ont pas changé de nouveau.")
    else:
        console.print(f"Clés changées : {', '.join(names)}. Tables réécrites : {as_count(rotated.tables)}.")
        for variable in rotated.elsewhere:
            console.print(f"  À remplacer maintenant dans l'environnement : {variable}.")
    console.print(f"Clés : {settings.keys_folder}/ (à sauvegarder ; les anciennes n'ouvrent plus rien).")
    if left := former_store(settings):
        console.print(f"[yellow]Avertissement[/] L'ancien entrepôt n'a pas pu être supprimé, à faire : {left}")
    if "pseudonym" in names:
        console.print("Les listes déjà publiées gardent leurs anciennes références.")
