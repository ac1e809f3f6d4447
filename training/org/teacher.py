"""Step 4: the teacher, a network that exists only in training, and what it says of the unlabelled texts.

    python teacher.py --device cuda pretrain corpus.npz --minutes 2.5 -o base.pt      # on what the rules and LAC say, and on hidden words
    python teacher.py --device cuda label corpus.npz base.pt gold.npz --fold K -o labels-K.npz
                                                                           # fitted on the gold without fold K, then asked of the corpus

A fold's labels come from a teacher that never saw the fold, so that nothing of it leaks into what is fitted on them; without `--fold`
the teacher sees all gold: its labels are those of the weights that are shipped. `--network transformer` is for a GPU, `convolutions` for
a processor. It needs numpy and torch alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from arrays import FOLDS, IN_TITLE, UNKNOWN, Corpus, Gold, Labels, share_of, spans_of
from torch import Tensor, nn
from torch.nn import functional

CLASSES, RULES, TAGS, LABELS, KINDS = 512, 64, 64, 4, 32
RARE = 6  # characters seen less often share one vector
UNSEEN, MASKED, KNOWN = 1, 2, 3  # numbers of characters: rare ones, hidden ones, the first of the vocabulary; 0 is none
STEPS_OF_LIKELIHOOD = 15  # what is kept of it, so that files are small
Sampler = Callable[[int], Tensor]


class Texts:
    """A corpus as tensors; characters are numbered by the vocabulary."""

    def __init__(self, corpus: Corpus, vocabulary: np.ndarray, pairs: int, device: torch.device) -> None:
        at = np.searchsorted(vocabulary, corpus.codes).clip(max=len(vocabulary) - 1)
        known = vocabulary[at] == corpus.codes
        numbers = np.where(corpus.codes == 0, 0, np.where(known, at + KNOWN, UNSEEN)).astype(np.int32)
        self.characters = torch.from_numpy(numbers).to(device)
        wide = self.characters.long()
        self.pairs = torch.zeros(len(wide), dtype=torch.int32, device=device)
        self.pairs[:-1] = ((wide[:-1] * 7919 + wide[1:] * 104729 + 12345) % pairs).int()
        self.classes = torch.from_numpy(corpus.classes.astype(np.int32)).to(device)
        self.rules = torch.from_numpy(corpus.rules.astype(np.int32)).to(device)
        self.labels, self.tags = torch.from_numpy(corpus.silver).to(device), torch.from_numpy(corpus.tags).to(device)
        self.size = len(wide)
        self.device = device


class Convolutions(nn.Module):
    """Five convolutions of width 3: seven characters on either side."""

    def __init__(self, embedded: int, width: int, layers: int) -> None:
        super().__init__()
        dilations = [1 + layer // 2 for layer in range(layers)]
        self.first = nn.Conv1d(embedded, width, 3, padding=1)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation) for dilation in dilations)
        for layer in (self.first, *self.layers):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        for layer in self.layers:
            layer.weight.data *= 0.5
        self.dropout = nn.Dropout(0.05)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.relu(self.first(x.transpose(1, 2)))
        for layer in self.layers:
            x = functional.relu(x + layer(x))
        return self.dropout(x.transpose(1, 2))


class Block(nn.Module):
    """Attention over all characters of the piece, then each by itself."""

    def __init__(self, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = max(1, width // 64)
        self.before_attention, self.before_own = nn.LayerNorm(width), nn.LayerNorm(width)
        self.asked, self.told = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)
        for layer in (self.asked, self.told, self.up, self.down):
            nn.init.normal_(layer.weight, 0, 0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        batch, length, width = x.shape
        asked = self.asked(self.before_attention(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4)
        query, key = turned(query, cosines, sines), turned(key, cosines, sines)
        told = functional.scaled_dot_product_attention(query, key, value)
        x = x + self.dropout(self.told(told.transpose(1, 2).reshape(batch, length, width)))
        return x + self.dropout(self.down(functional.gelu(self.up(self.before_own(x)))))


def turned(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Vectors turned by their places, so that products tell how far two are apart."""
    left, right = x.chunk(2, -1)
    return torch.cat((left * cosines - right * sines, left * sines + right * cosines), -1).to(x.dtype)


class Transformer(nn.Module):
    def __init__(self, embedded: int, width: int, layers: int) -> None:
        super().__init__()
        self.first = nn.Linear(embedded, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
        self.last = nn.LayerNorm(width)
        for block in self.blocks:
            for layer in (block.told, block.down):
                layer.weight.data /= (2 * layers) ** 0.5
        self.head = width // self.blocks[0].heads

    def forward(self, x: Tensor) -> Tensor:
        places = torch.arange(x.shape[1], device=x.device)
        angles = places[:, None] * 10000 ** (-torch.arange(0, self.head, 2, device=x.device) / self.head)
        cosines, sines = angles.cos(), angles.sin()
        x = self.first(x)
        for block in self.blocks:
            x = block(x, cosines, sines)
        return self.last(x)


NETWORKS: dict[str, type[Convolutions | Transformer]] = {"convolutions": Convolutions, "transformer": Transformer}


class Teacher(nn.Module):
    """Sums of looked-up vectors, a network over them, and what it is asked: labels, LAC's tags, kinds, hidden characters."""

    def __init__(self, vocabulary: np.ndarray, *, network: str, width: int, layers: int, embedded: int, pairs: int) -> None:
        super().__init__()
        sizes = {"width": width, "layers": layers, "embedded": embedded, "pairs": pairs}
        self.settings: dict[str, Any] = {"vocabulary": vocabulary, "network": network, **sizes}
        numbers = (len(vocabulary) + KNOWN, pairs, pairs, CLASSES, RULES)
        self.character, self.left, self.right, self.word, self.rule = (nn.Embedding(number, embedded) for number in numbers)
        for table in (self.character, self.left, self.right, self.word, self.rule):
            nn.init.normal_(table.weight, 0, 0.1)
        self.network = NETWORKS[network](embedded, width, layers)
        self.label, self.tag, self.kind = (nn.Linear(width, size) for size in (LABELS, TAGS, KINDS))
        self.hidden = nn.Linear(width, len(vocabulary) + KNOWN)
        for head in (self.label, self.tag, self.kind, self.hidden):
            nn.init.normal_(head.weight, 0, 0.02)
            nn.init.zeros_(head.bias)

    def encode(self, texts: Texts, at: Tensor, masked: Tensor | None = None, ruled: Tensor | None = None) -> Tensor:
        """Vectors of the characters at the places `at` [batch, length]; `masked` hides characters, `ruled` 0 hides the rules."""
        characters, right, left = texts.characters[at], texts.pairs[at], texts.pairs[(at - 1).clamp(min=0)]
        if masked is None:
            x = self.character(characters) + self.right(right) + self.left(left)
        else:
            hidden_right = masked | functional.pad(masked[:, 1:], (0, 1))
            hidden_left = masked | functional.pad(masked[:, :-1], (1, 0))
            x = self.character(torch.where(masked, MASKED, characters))
            x = x + self.right(right) * (~hidden_right)[..., None] + self.left(left) * (~hidden_left)[..., None]
        rule = self.rule(texts.rules[at])
        x = x + self.word(texts.classes[at]) + (rule if ruled is None else rule * ruled)
        encoded: Tensor = self.network(x)
        return encoded


class Clock:
    """How much of a training is done: by steps, or by time, which makes the most of a machine that is lent for minutes."""

    def __init__(self, steps: int | None = None, minutes: float | None = None) -> None:
        self._steps, self._minutes, self._began = steps, minutes, time.time()
        self.step = 0

    @property
    def seconds(self) -> float:
        return time.time() - self._began

    @property
    def done(self) -> float:
        return self.step / self._steps if self._steps is not None else self.seconds / (60 * (self._minutes or 1))


def train(
    model: Teacher,
    texts: Texts,
    sample: Sampler,
    clock: Clock,
    *,
    batch: int,
    piece: int,
    rate: float,
    mask: float,
    seed: int,
    kinds: Tensor | None = None,
) -> None:
    """Softmax regression on labels, and on LAC's tags and hidden words or, where they are given, on kinds.

    The rules are hidden from three examples in ten.
    """
    device = texts.device
    generator = torch.Generator(device).manual_seed(seed)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    offsets, mean = torch.arange(piece, device=device), 0.0

    def loss_of(scores: Tensor, wanted: Tensor) -> Tensor:
        return functional.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), wanted.reshape(-1).long(), ignore_index=UNKNOWN)

    while clock.done < 1:
        done = clock.done
        for group in optimizer.param_groups:
            group["lr"] = rate * (done / 0.1 if done < 0.1 else max(0.02, (1 - done) / 0.9))
        at = (sample(batch).to(device, non_blocking=True)[:, None] + offsets).clamp(0, texts.size - 1)
        tags = texts.tags[at]
        goes_on = (tags % 2 == 1) & (tags != UNKNOWN)
        chances = torch.rand((batch, piece + 1), generator=generator, device=device)
        hidden = chances.gather(1, (~goes_on).cumsum(1)) < mask  # whole words
        ruled = (torch.rand(batch, 1, 1, generator=generator, device=device) >= 0.3).float()
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            x = model.encode(texts, at, hidden, ruled)
            loss = loss_of(model.label(x), texts.labels[at])
            if kinds is not None:
                loss = loss + 0.5 * loss_of(model.kind(x), kinds[at])
            else:
                loss = loss + 0.5 * loss_of(model.tag(x), tags)
                if model.settings["network"] == "transformer":
                    loss = loss + functional.cross_entropy(model.hidden(x[hidden]).float(), texts.characters[at][hidden].long())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        clock.step += 1
        if clock.step % 50 == 0:
            mean = 0.8 * mean + 0.2 * loss.item() if mean else loss.item()
            if clock.step % 250 == 0:
                print(f"step {clock.step} loss {mean:.4f} {clock.seconds:.0f}s", flush=True)


def by_length(starts: np.ndarray, lengths: np.ndarray, piece: int, seed: int) -> Sampler:
    """Places in documents, each in proportion to its length."""
    random = np.random.default_rng(seed)
    until = np.cumsum(lengths)

    def sample(batch: int) -> Tensor:
        chosen = np.searchsorted(until, random.random(batch) * until[-1], "right").clip(max=len(starts) - 1)
        spread = np.maximum(1, lengths[chosen] - piece // 2)
        return torch.from_numpy(starts[chosen] + (random.random(batch) * spread).astype(int) - piece // 4)

    return sample


@torch.inference_mode()
def label(model: Teacher, texts: Texts, piece: int, batch: int) -> Labels:
    """How likely each character begins a name, is inside one or ends one, and of what kind it is."""
    model.eval()
    edge = min(48, piece // 8)
    inner = piece - 2 * edge
    names = torch.zeros((texts.size, LABELS - 1), dtype=torch.uint8, device=texts.device)
    kinds = torch.full((texts.size,), UNKNOWN, dtype=torch.uint8, device=texts.device)
    offsets = torch.arange(-edge, piece - edge, device=texts.device)
    for start in range(0, texts.size, inner * batch):
        end = min(start + inner * batch, texts.size)
        at = torch.arange(start, end, inner, device=texts.device)[:, None] + offsets
        with torch.autocast(texts.device.type, torch.bfloat16, enabled=texts.device.type == "cuda"):
            x = model.encode(texts, at.clamp(0, texts.size - 1))[:, edge : edge + inner]
            likely, kind = model.label(x).float().softmax(-1), model.kind(x).argmax(-1)
        likely, kind = likely.reshape(-1, LABELS)[: end - start], kind.reshape(-1)[: end - start]
        names[start:end] = ((likely[:, 1:] * STEPS_OF_LIKELIHOOD).round() * (255 // STEPS_OF_LIKELIHOOD)).byte()
        kinds[start:end] = torch.where(likely[:, 0] < 0.5, kind, UNKNOWN).byte()
    return Labels(names.cpu().numpy(), kinds.cpu().numpy())


def evaluate(model: Teacher, gold: Gold, texts: Texts, fold: int, piece: int) -> str:
    """Strict F1 of the names that the likeliest labels spell, and how many of their kinds are right, on articles of a fold."""
    found = label(model, texts, piece, 32)
    spelled = found.likeliest()
    right = wrong = missed = kinds = 0
    for article in np.flatnonzero(gold.folds == fold).tolist():
        start, end = gold.span(article)
        wanted = gold.texts.silver[start:end]
        true = set(spans_of(wanted))
        spans = {s for s in spans_of(spelled[start:end]) if IN_TITLE not in gold.texts.rules[start + s[0] : start + s[1]]}
        right += len(spans & true)
        wrong += sum(UNKNOWN not in wanted[slice(*span)] for span in spans - true)
        missed += len(true - spans)
        kinds += sum(found.kinds[start + span[0]] == gold.kinds[start + span[0]] for span in spans & true)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f = 2 * precision * recall / max(1e-9, precision + recall)
    return f"teacher on fold {fold}: P {precision:.3f} R {recall:.3f} F {f:.4f}, kinds {kinds / max(1, right):.3f}"


def fitted(saved: dict[str, Any], gold: Gold, texts: Texts, given: argparse.Namespace, fold: int | None) -> Teacher:
    """The teacher fitted on the gold without a fold: the mean of the weights of some."""
    model = Teacher(**saved["settings"]).to(texts.device)
    chosen = share_of(np.flatnonzero(gold.folds != (UNKNOWN if fold is None else fold)).tolist(), given.share)
    starts, lengths = gold.texts.starts[chosen], gold.texts.lengths[chosen]
    steps = given.steps or max(120, int(given.epochs * lengths.sum() / (given.batch * given.piece)))
    means: dict[str, Tensor] = {}
    kinds = torch.from_numpy(gold.kinds).to(texts.device)
    for seed in range(1, given.seeds + 1):
        model.load_state_dict(saved["weights"])
        torch.manual_seed(seed)
        sample = by_length(starts, lengths, given.piece, seed)
        clock = Clock(steps)
        train(model, texts, sample, clock, batch=given.batch, piece=given.piece, rate=given.rate, mask=0.1, seed=seed, kinds=kinds)
        for name, weights in model.state_dict().items():
            means[name] = means.get(name, 0) + weights / given.seeds
    model.load_state_dict(means)
    return model


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--device", default="cpu")
    arguments.add_argument("--threads", type=int, default=2)
    commands = arguments.add_subparsers(dest="command", required=True)
    pretrain = commands.add_parser("pretrain")
    pretrain.add_argument("corpus")
    pretrain.add_argument("--network", choices=sorted(NETWORKS), default="transformer")
    for option, value in (("--width", 512), ("--layers", 8), ("--embedded", 128), ("--pairs", 1 << 18), ("--batch", 64), ("--piece", 512)):
        pretrain.add_argument(option, type=int, default=value)
    pretrain.add_argument("--rate", type=float, default=1e-3)
    pretrain.add_argument("--mask", type=float, default=0.2, help="share of words that are hidden")
    pretrain.add_argument("--steps", type=int)
    pretrain.add_argument("--minutes", type=float, default=2.5, help="instead of --steps")
    pretrain.add_argument("--compile", action="store_true", help="blocks of the transformer, by torch.compile")
    pretrain.add_argument("-o", "--out", required=True)
    relabel = commands.add_parser("label")
    relabel.add_argument("corpus")
    relabel.add_argument("base")
    relabel.add_argument("gold")
    relabel.add_argument("--fold", type=int)
    relabel.add_argument("--epochs", type=float, default=8)
    relabel.add_argument("--steps", type=int, help="instead of --epochs")
    relabel.add_argument("--batch", type=int, default=32)
    relabel.add_argument("--piece", type=int, default=512)
    relabel.add_argument("--rate", type=float, default=3e-4)
    relabel.add_argument("--share", type=float, default=1.0, help="of the gold to fit on: for a learning curve")
    relabel.add_argument("--seeds", type=int, default=1, help="teachers whose weights are averaged")
    relabel.add_argument("-o", "--out", required=True)
    return arguments.parse_args(words)


def pretrained(corpus: Corpus, given: argparse.Namespace, device: torch.device) -> tuple[Teacher, Texts]:
    counts = np.bincount(corpus.codes.clip(max=0x1FFFF))
    vocabulary = np.flatnonzero(counts >= RARE)
    vocabulary = vocabulary[vocabulary > 0].astype(np.uint32)
    texts = Texts(corpus, vocabulary, given.pairs, device)
    sizes = {name: getattr(given, name) for name in ("network", "width", "layers", "embedded", "pairs")}
    model = Teacher(vocabulary, **sizes).to(device)
    if given.compile:
        for block in model.network.blocks:
            block.compile()
    sample = by_length(corpus.starts, corpus.lengths, given.piece, seed=1)
    clock = Clock(given.steps, given.minutes)
    train(model, texts, sample, clock, batch=given.batch, piece=given.piece, rate=given.rate, mask=given.mask, seed=1)
    rounds = clock.step * given.batch * given.piece / corpus.lengths.sum()
    print(f"{clock.step} steps in {clock.seconds:.0f} s, {rounds:.1f} times the texts")
    return model, texts


def main() -> None:
    given = parse()
    device = torch.device(given.device)
    torch.set_num_threads(given.threads)
    torch.set_flush_denormal(True)  # moments of rows that are seldom looked up fade to numbers that are slow to compute with
    torch.manual_seed(1)
    corpus = Corpus.load(given.corpus)
    if given.command == "pretrain":
        model, _ = pretrained(corpus, given, device)
        torch.save({"settings": model.settings, "weights": model.state_dict()}, given.out)
        return
    saved, gold = torch.load(given.base, map_location=device, weights_only=False), Gold.load(given.gold)
    vocabulary, pairs = saved["settings"]["vocabulary"], saved["settings"]["pairs"]
    gold_texts = Texts(gold.texts, vocabulary, pairs, device)
    model = fitted(saved, gold, gold_texts, given, given.fold)
    if given.fold is not None and given.fold < FOLDS:
        print(evaluate(model, gold, gold_texts, given.fold, given.piece))
    label(model, Texts(corpus, vocabulary, pairs, device), given.piece, 128).save(given.out)


if __name__ == "__main__":
    main()
