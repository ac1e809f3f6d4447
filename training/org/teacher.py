"""Step 3: the teacher, a small convolutional network that exists only here, and its labels for the unlabelled texts.

    python teacher.py pretrain corpus.npz -o base.pt                       # on silver: the rules' and LAC's names, LAC's tags beside them
    python teacher.py label corpus.npz base.pt GOLD.jsonl... --fold K -o labels-K.npy
                                                                           # fitted on the gold without fold K, then asked of the corpus

A fold's labels come from a teacher that never saw the fold, so that nothing of it leaks into what is fitted on them; without `--fold`
the teacher sees all gold: its labels are those of the weights that are shipped.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from articles import FOLDS, PAD, UNKNOWN, Corpus, gold_labels, read_gold, share_of
from torch import Tensor, nn
from torch.nn import functional

PAIRS = 1 << 16  # rows of the table of character pairs
CLASSES, RULES, TAGS, LABELS = 512, 64, 64, 4
PIECE = 256  # characters of a training example
RARE = 6  # characters seen less often share one vector
UNSEEN, MASKED = 1, 2
Sampler = Callable[[int], Tensor]


class Texts:
    """A corpus as tensors; characters are numbered by the vocabulary."""

    def __init__(self, corpus: Corpus, vocabulary: np.ndarray) -> None:
        at = np.searchsorted(vocabulary, corpus.codes).clip(max=len(vocabulary) - 1)
        known = vocabulary[at] == corpus.codes
        self.characters = torch.from_numpy(np.where(corpus.codes == 0, 0, np.where(known, at + 3, UNSEEN)).astype(np.int32))
        wide = self.characters.long()
        self.pairs = torch.zeros(len(wide), dtype=torch.int32)
        self.pairs[:-1] = ((wide[:-1] * 7919 + wide[1:] * 104729 + 12345) % PAIRS).int()
        self.classes = torch.from_numpy(corpus.classes.astype(np.int32))
        self.rules = torch.from_numpy(corpus.rules.astype(np.int32))
        self.silver, self.tags = torch.from_numpy(corpus.silver), torch.from_numpy(corpus.tags)
        self.size = len(wide)


class Teacher(nn.Module):
    """Sums of looked-up vectors, then five convolutions of width 3: it sees seven characters on either side."""

    def __init__(self, vocabulary: np.ndarray, width: int = 64, embedded: int = 48, dilations: Sequence[int] = (1, 1, 2, 2)) -> None:
        super().__init__()
        self.settings = {"vocabulary": vocabulary, "width": width, "embedded": embedded, "dilations": tuple(dilations)}
        sizes = (len(vocabulary) + 3, PAIRS, PAIRS, CLASSES, RULES)
        self.character, self.left, self.right, self.word, self.rule = (nn.Embedding(size, embedded) for size in sizes)
        for table in (self.character, self.left, self.right, self.word, self.rule):
            nn.init.normal_(table.weight, 0, 0.1)
        self.first = nn.Conv1d(embedded, width, 3, padding=1)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation) for dilation in dilations)
        for layer in (self.first, *self.layers):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        for layer in self.layers:
            layer.weight.data *= 0.5
        self.dropout, self.label, self.tag = nn.Dropout(0.05), nn.Linear(width, LABELS), nn.Linear(width, TAGS)
        for head in (self.label, self.tag):
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
        x = functional.relu(self.first(x.transpose(1, 2)))
        for layer in self.layers:
            x = functional.relu(x + layer(x))
        return self.dropout(x.transpose(1, 2))


def train(
    model: Teacher,
    texts: Texts,
    sample: Sampler,
    labels: Tensor,
    *,
    steps: int,
    batch: int,
    rate: float,
    mask: float,
    tags: bool,
    seed: int,
) -> None:
    """Softmax regression on labels, and on LAC's tags beside them; the rules are hidden from three examples in ten."""
    generator = torch.Generator().manual_seed(seed)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    offsets, began, mean = torch.arange(PIECE), time.time(), 0.0

    def loss_of(scores: Tensor, wanted: Tensor) -> Tensor:
        return functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), wanted.reshape(-1).long(), ignore_index=UNKNOWN)

    for step in range(steps):
        done = step / steps
        for group in optimizer.param_groups:
            group["lr"] = rate * (done / 0.1 if done < 0.1 else max(0.02, (1 - done) / 0.9))
        at = (sample(batch)[:, None] + offsets).clamp(0, texts.size - 1)
        hidden = torch.rand(at.shape, generator=generator) < mask
        ruled = (torch.rand(batch, 1, 1, generator=generator) >= 0.3).float()
        x = model.encode(texts, at, hidden, ruled)
        loss = loss_of(model.label(x), labels[at])
        if tags:
            loss = loss + 0.5 * loss_of(model.tag(x), texts.tags[at])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        mean = 0.98 * mean + 0.02 * loss.item()
        if step % 250 == 249:
            print(f"step {step + 1}/{steps} loss {mean:.4f} {time.time() - began:.0f}s", flush=True)


def by_length(starts: np.ndarray, lengths: np.ndarray, seed: int) -> Sampler:
    """Places in documents, each in proportion to its length."""
    random = np.random.default_rng(seed)
    shares = lengths / lengths.sum()

    def sample(batch: int) -> Tensor:
        chosen = random.choice(len(starts), batch, p=shares)
        return torch.from_numpy(
            starts[chosen] + (random.random(batch) * np.maximum(1, lengths[chosen] - PIECE // 2)).astype(int) - PIECE // 4
        )

    return sample


@torch.inference_mode()
def label(model: Teacher, texts: Texts, stretch: int = 4096) -> np.ndarray:
    """The likeliest label of each character; `UNKNOWN` between documents."""
    model.eval()
    found, edge = texts.silver.clone(), 16
    for start in range(0, texts.size, stretch):
        end = min(start + stretch, texts.size)
        at = torch.arange(start - edge, end + edge).clamp(0, texts.size - 1)[None]
        likeliest = model.label(model.encode(texts, at))[0, edge:-edge].argmax(1).to(torch.uint8)
        found[start:end] = torch.where(texts.silver[start:end] == UNKNOWN, UNKNOWN, likeliest)
    return found.numpy()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--threads", type=int, default=2)
    commands = arguments.add_subparsers(dest="command", required=True)
    pretrain = commands.add_parser("pretrain")
    pretrain.add_argument("corpus")
    pretrain.add_argument("--steps", type=int, default=4000)
    pretrain.add_argument("--batch", type=int, default=48)
    pretrain.add_argument("--width", type=int, default=64)
    pretrain.add_argument("-o", "--out", required=True)
    relabel = commands.add_parser("label")
    relabel.add_argument("corpus")
    relabel.add_argument("base")
    relabel.add_argument("gold", nargs="+")
    relabel.add_argument("--fold", type=int)
    relabel.add_argument("--epochs", type=float, default=6)
    relabel.add_argument("--share", type=float, default=1.0, help="of the gold to fit on: for a learning curve")
    relabel.add_argument("--steps", type=int, help="instead of --epochs")
    relabel.add_argument("--seeds", type=int, default=1, help="teachers whose weights are averaged")
    relabel.add_argument("-o", "--out", required=True)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    torch.set_flush_denormal(True)  # moments of rows that are seldom looked up fade to numbers that are slow to compute with
    torch.manual_seed(1)
    random.seed(1)
    corpus = Corpus.load(given.corpus)
    if given.command == "pretrain":
        counts = np.bincount(corpus.codes.clip(max=0x1FFFF))
        vocabulary = np.flatnonzero(counts >= RARE)
        vocabulary = vocabulary[vocabulary > 0].astype(np.uint32)
        texts, model = Texts(corpus, vocabulary), Teacher(vocabulary, given.width)
        sample = by_length(corpus.starts, corpus.lengths, seed=1)
        train(model, texts, sample, texts.silver, steps=given.steps, batch=given.batch, rate=3e-3, mask=0.04, tags=True, seed=1)
        torch.save({"settings": model.settings, "weights": model.state_dict()}, given.out)
        return
    saved = torch.load(given.base, weights_only=False)
    articles = share_of([article for article in read_gold(given.gold) if article.fold != given.fold], given.share)
    unknown = [np.full(len(a.reading.source.view), UNKNOWN, np.uint8) for a in articles]
    gold = Corpus.join([(a.reading.characters, gold_labels(a), u) for a, u in zip(articles, unknown, strict=True)])
    vocabulary = saved["settings"]["vocabulary"]
    gold_texts, fitted = Texts(gold, vocabulary), []
    steps = given.steps or max(120, int(given.epochs * gold.lengths.sum() / (16 * PIECE)))
    for seed in range(1, given.seeds + 1):
        model = Teacher(**saved["settings"])
        model.load_state_dict(saved["weights"])
        torch.manual_seed(seed)
        sample = by_length(gold.starts, gold.lengths, seed)
        train(model, gold_texts, sample, gold_texts.silver, steps=steps, batch=16, rate=8e-4, mask=0.1, tags=False, seed=seed)
        fitted.append(model.state_dict())
    model.load_state_dict({name: sum(weights[name] for weights in fitted) / len(fitted) for name in fitted[0]})
    if given.fold is not None and given.fold < FOLDS:
        held = [article for article in read_gold(given.gold) if article.fold == given.fold]
        print(evaluate(model, held, vocabulary))
    np.save(given.out, label(model, Texts(corpus, vocabulary)))


def evaluate(model: Teacher, articles: Sequence, vocabulary: np.ndarray) -> str:
    """Strict F1 of the names that the likeliest labels spell, on articles that the teacher did not see."""
    right = wrong = missed = 0
    for article in articles:
        unknown = np.full(len(article.reading.source.view), 0, np.uint8)
        corpus = Corpus.join([(article.reading.characters, unknown, unknown)])
        found = label(model, Texts(corpus, vocabulary))[PAD : PAD + len(article.reading.source.view)]
        spans, begin = set(), None
        for at, value in enumerate(found.tolist()):
            begin = at if value in (1, 4) else begin if value in (2, 3) else None
            if value in (3, 4) and begin is not None:
                spans.add((begin, at + 1))
                begin = None
        spans = {s for s in spans if not any(t[0] < s[1] and s[0] < t[1] for t in article.reading.titles)}
        right += len(spans & article.right)
        wrong += sum(not any(e[0] < s[1] and s[0] < e[1] for e in article.either) for s in spans - article.right)
        missed += len(article.right - spans)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"teacher on its held-out fold: P {precision:.3f} R {recall:.3f} F {2 * precision * recall / max(1e-9, precision + recall):.3f}"


if __name__ == "__main__":
    main()
