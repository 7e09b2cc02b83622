"""YAML as people write it: a key written twice is said, where YAML would silently keep the last."""

from typing import Any

import yaml


class UniqueKeys(yaml.CSafeLoader):
    """A loader for `yaml.load`; raises ConstructorError « clé … répétée »."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(None, None, f"clé « {repeated.pop()} » répétée", node.start_mark)
        return super().construct_mapping(node, deep)
