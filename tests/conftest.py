"""What all tests share: machines are shared and noisy, so no property is judged by the time it took."""

from hypothesis import settings

settings.register_profile("juste-droit", deadline=None)
settings.load_profile("juste-droit")
