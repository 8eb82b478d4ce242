"""From the data in the repository to the weights that ship. Used by ``huashu train`` alone; needs scipy."""

from huashu.training.examples import Example, ExamplesError, fingerprint, load_examples
from huashu.training.parts import PARTS, Part
from huashu.training.trained import Trained

__all__ = ["PARTS", "Example", "ExamplesError", "Part", "Trained", "fingerprint", "load_examples"]
