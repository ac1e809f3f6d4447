"""Gold formats: what goes there comes back, offsets exact; what a tool writes is read as the tool means it; what is wrong is said."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyextract.errors import InputError
from cyextract.evaluate import Annotation, GoldDocument, Layers, load_gold
from cyextract.goldformats import FORMATS, FormatOptions, OffsetUnit, detect_format, read_gold, restore_values, write_gold
from cyextract.goldformats.brat import _BREAK
from cyextract.goldformats.gold_row import make_annotation
from gold_documents import gold_documents

SEEDS = Path(__file__).parent.parent / "seeds"
UTF16 = FormatOptions(OffsetUnit.UTF16)
CODEPOINT = FormatOptions(OffsetUnit.CODEPOINT)


def mentions(document: GoldDocument) -> list[tuple[str, int, int]]:
    return [(a.type, a.start, a.end) for a in document.annotations]


def bare(document: GoldDocument) -> GoldDocument:
    """What a format without values keeps."""
    annotations = tuple(make_annotation(a.type, a.start, a.end, document.text or "") for a in document.annotations)
    return replace(document, annotations=annotations, layers=None)


def there_and_back(document: GoldDocument, name: str, format: str, options: FormatOptions) -> GoldDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_gold([document], path, format, options)
        found = read_gold(path, None if path.suffix != ".txt" else format, options)
    assert found.notes == ()
    (only,) = found.documents
    return only


@settings(max_examples=60)
@given(gold_documents(may_overlap=True), st.sampled_from([FormatOptions(), UTF16]))
def test_formats_that_hold_everything_return_everything(document: GoldDocument, options: FormatOptions) -> None:
    for name, format in (
        ("gold", "cyextract"),
        ("gold.jsonl", "cyextract"),
        ("tasks.json", "label-studio"),
        ("tasks.jsonl", "label-studio"),
    ):
        found = there_and_back(document, name, format, options)
        assert replace(found, annotations=()) == replace(document, annotations=())
        assert sorted(found.annotations, key=repr) == sorted(document.annotations, key=repr), format


@settings(max_examples=60)
@given(gold_documents(may_overlap=True), st.sampled_from([UTF16, CODEPOINT]))
def test_doccano_keeps_spans_and_context(document: GoldDocument, options: FormatOptions) -> None:
    found = there_and_back(document, "import.jsonl", "doccano", options)
    assert sorted(mentions(found)) == sorted(mentions(document))
    assert replace(found, annotations=()) == replace(document, annotations=(), layers=None)


@settings(max_examples=60)
@given(gold_documents(), st.sampled_from([None, list, str.splitlines]))
def test_conll_keeps_text_spans_and_context(document: GoldDocument, cut: object) -> None:
    tokenize = (lambda text: text.splitlines(keepends=True)) if cut is str.splitlines else cut
    assert there_and_back(document, "gold.conll", "conll", FormatOptions(tokenize=tokenize)) == bare(document)


@settings(max_examples=60)
@given(gold_documents(may_overlap=True), st.sampled_from([FormatOptions(), UTF16]))
def test_brat_keeps_values_or_refuses_what_it_cannot_say(document: GoldDocument, options: FormatOptions) -> None:
    text = document.text or ""
    is_sayable = all(
        (found := _BREAK.match(text, a.start, a.end)) is None and all(m.end() < a.end for m in _BREAK.finditer(text, a.start, a.end))
        for a in document.annotations
    )
    if is_sayable:
        found = there_and_back(document, "brat", "brat", options)
        assert (found.id, found.text) == (document.id, document.text)
        assert sorted(found.annotations, key=repr) == sorted(document.annotations, key=repr)
    else:
        with pytest.raises(InputError, match="line break or tab"):
            there_and_back(document, "brat", "brat", options)


@pytest.mark.parametrize(
    ("name", "format"), [("d", "brat"), ("x.jsonl", "doccano"), ("x.json", "label-studio"), ("x.conll", "conll"), ("d", "cyextract")]
)
def test_the_seeds_go_there_and_come_back(tmp_path: Path, name: str, format: str) -> None:
    gold = load_gold(SEEDS)
    notes = write_gold(gold, tmp_path / name, format)
    found = read_gold(tmp_path / name)
    assert detect_format(tmp_path / name) == format
    restored, unrestored = restore_values(found.documents, gold)
    assert unrestored == ()
    assert [replace(d, annotations=()) for d in restored] == [replace(d, annotations=()) for d in gold]
    assert [[dict(a.fields) for a in d.annotations] for d in restored] == [[dict(a.fields) for a in d.annotations] for d in gold]
    assert bool(notes) == (FORMATS[format].holds != FORMATS["cyextract"].holds)


def test_what_a_format_has_no_place_for_is_said(tmp_path: Path) -> None:
    fields = {"start": 0, "end": 2, "type": "DATE", "value": "2021", "optional": True}
    layers = Layers(aliases=({"short": "甲", "full": "甲公司"},))
    gold = GoldDocument("a", (Annotation("DATE", 0, 2, fields, True),), "今年", "2021-06-10", "CNY", layers)
    said = {
        name: [" ".join(note.split()[:2]) for note in write_gold([gold], tmp_path / file, name)]
        for name, file in (("conll", "a.conll"), ("brat", "b"), ("doccano", "c.jsonl"), ("label-studio", "d.json"), ("cyextract", "e"))
    }
    assert said == {
        "conll": ["1 mentions", "1 optional", "1 agreements,"],
        "brat": ["1 reference", "1 default", "1 agreements,"],
        "doccano": ["1 mentions", "1 optional", "1 agreements,"],
        "label-studio": [],
        "cyextract": [],
    }


def brat(folder: Path, text: str, *lines: str) -> Path:
    (folder / "n.txt").write_bytes(text.encode())
    (folder / "n.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_brat_as_brat_writes_it(tmp_path: Path) -> None:
    lines = (
        "T1\tORG 2 3;4 6\t市 委扶",
        "#1\tAnnotatorNotes T1\t还要核对",
        "T2\tDATE 7 8\t年",
        "A1\tmod T2 END",
        "A2\toptional T2",
        '#2\tAnnotatorNotes T2\t{"value": "2021", "mod": "START"}',
        "R1\tOrg-Date Arg1:T1 Arg2:T2",
    )
    found = read_gold(brat(tmp_path, "在，市\n委扶贫年", *lines))
    (document,) = found.documents
    org, date = document.annotations
    assert (document.id, org.start, org.end, org.fields["text"], org.fields["note"]) == ("n", 2, 6, "市\n委扶", "还要核对")
    assert (date.fields["value"], date.fields["mod"], date.optional) == ("2021", "END", True)
    assert found.notes == (f"1 times in {tmp_path.name}, a line of kind R: not read, it has no counterpart here",)


def test_brat_line_ends_count_as_the_reference_texts_say(tmp_path: Path) -> None:
    text = "一\r\n二\r\n三月"
    for line in ("T1\tDATE 6 8\t三月", "T1\tDATE 4 6\t三月"):  # CR LF as two, and as one
        (document,) = read_gold(brat(tmp_path, text, line)).documents
        assert mentions(document) == [("DATE", 6, 8)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("T1\tDATE 0 1;3 4\t一 月", "discontinuous, with '二三' between"),
        ("T1\tDATE 0 2\t一三", "'一二' in the text, and the annotation says '一三'"),
        ("T1\tDATE 3 9\t月年年年年年", "no span of the text"),
        ("T1\tDATE 0 3\t一", "not as long as its offsets"),
        ("T1 DATE 0 1", "expected ID, tab"),
    ],
)
def test_bad_brat_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as caught:
        read_gold(brat(tmp_path, "一二三月", line))
    assert str(caught.value).startswith(f"{tmp_path / 'n.ann'}:1: ")


def test_brat_file_names_stay_in_the_folder(tmp_path: Path) -> None:
    for id_ in ("../a", "a/b", "", ".hidden", "C:x", "a\nb", "文" * 100):
        with pytest.raises(InputError, match="no file name"):
            write_gold([GoldDocument(id_, (), "")], tmp_path / "out", "brat")
    with pytest.raises(InputError, match="second document"):
        write_gold([GoldDocument("a", (), ""), GoldDocument("A", (), "")], tmp_path / "out", "brat")
    assert not (tmp_path / "out").exists()


def task(**changes: object) -> dict[str, object]:
    region = {"start": 2, "end": 4, "text": "三月", "labels": ["DATE"]}
    result = [{"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": region}]
    return {"id": 7, "data": {"text": "👍，三月"}, "annotations": [{"id": 1, "result": result, "was_cancelled": False}], **changes}


def labelled(start: int, end: int) -> list[dict[str, object]]:
    value = {"start": start, "end": end, "text": "三月", "labels": ["DATE"]}
    return [{"result": [{"type": "labels", "value": value}, {"type": "relation"}]}]


def test_label_studio_counts_what_its_texts_say(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    for start in (2, 3):  # code points, and UTF-16 code units as before the end of 2021
        file.write_text(json.dumps([task(annotations=labelled(start, start + 2))]))
        found = read_gold(file)
        assert mentions(found.documents[0]) == [("DATE", 2, 4)]
        assert found.documents[0].id == "7"
        assert found.notes == ("1 regions of kind relation not read",)
    with pytest.raises(InputError, match=r"task 1: 3\.\.5 is no span"):
        read_gold(file, options=CODEPOINT)


def test_label_studio_small_export(tmp_path: Path) -> None:
    file = tmp_path / "min.json"
    region = {"start": 0, "end": 2, "text": "三月", "labels": ["DATE"]}
    file.write_text(json.dumps([{"id": 3, "text": "三月", "label": [region], "annotator": 1}, {"id": 4, "text": "无"}]))
    assert [mentions(d) for d in read_gold(file).documents] == [[("DATE", 0, 2)], []]


def test_label_studio_wants_one_annotation_that_counts(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    first, second = labelled(2, 4)[0], {"result": [], "ground_truth": True}
    file.write_text(json.dumps([task(annotations=[first, {**first, "was_cancelled": True}])]))
    assert len(read_gold(file).documents[0].annotations) == 1
    file.write_text(json.dumps([task(annotations=[first, second])]))
    assert read_gold(file).documents[0].annotations == ()
    for given_, complaint in (([first, first], "2 annotations that count; mark one"), ([], "0 annotations that count; it is no gold")):
        file.write_text(json.dumps([task(annotations=given_, predictions=[first])]))
        with pytest.raises(InputError, match=complaint):
            read_gold(file)
    assert mentions(read_gold(file, options=FormatOptions(predictions=True)).documents[0]) == [("DATE", 2, 4)]


def test_doccano_counts_utf16_unless_told(tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    entity = {"id": 1, "label": "DATE", "start_offset": 3, "end_offset": 5}
    rows = [
        {"id": 1, "text": "👍，三月", "label": [[3, 5, "DATE"]]},
        {"id": 2, "text": "👍，三月", "entities": [entity], "relations": [{"id": 1}]},
        {"id": 3, "data": "👍，三月", "labels": [], "meta": {"document_id": "c", "reference_date": "2021-06-10"}},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    found = read_gold(file)
    assert [mentions(d) for d in found.documents] == [[("DATE", 2, 4)], [("DATE", 2, 4)], []]
    assert [(d.id, d.reference_date) for d in found.documents] == [("1", None), ("2", None), ("c", "2021-06-10")]
    assert found.notes == ("1 relations not read: they have no counterpart here",)
    with pytest.raises(InputError, match=r":1: 3\.\.5 is no span of the text \(codepoint offsets"):
        read_gold(file, options=CODEPOINT)
    file.write_text(json.dumps({"id": 1, "text": "👍三月", "label": [[1, 3, "DATE"]]}))
    with pytest.raises(InputError, match="--offset-unit"):  # the middle of a surrogate pair
        read_gold(file)


def test_conll_of_others(tmp_path: Path) -> None:
    file = tmp_path / "dev.bio"
    file.write_text("三 B-DATE\n月 I-DATE\n# O\n。 O\n\n央行\tB-ORG\n他\tS-ORG\n6 B-DATE\n月 E-DATE\n日 I-DATE\n")
    first, second = read_gold(file).documents
    assert (first.id, first.text, mentions(first)) == ("dev:1", "三月#。", [("DATE", 0, 2)])
    assert (second.text, mentions(second)) == ("央行他6月日", [("ORG", 0, 2), ("ORG", 2, 3), ("DATE", 3, 5), ("DATE", 5, 6)])
    file.write_text("-DOCSTART- -X- O\n\n三 x B-DATE\n\n月 x I-DATE\n# newdoc id = zwei\n# text = x\n\\n O\n")
    first, second = read_gold(file).documents
    assert (first.text, mentions(first)) == ("三\n月", [("DATE", 0, 1), ("DATE", 2, 3)])
    assert (second.id, second.text) == ("zwei", "\\n")


@pytest.mark.parametrize(
    ("line", "complaint"), [("三月", "expected a token and a tag"), ("三 DATE", "expected a token"), ("\tO", "expected")]
)
def test_bad_conll_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "x.conll"
    file.write_text(f"今 O\n{line}\n")
    with pytest.raises(InputError, match=complaint) as caught:
        read_gold(file)
    assert str(caught.value).startswith(f"{file}:2: ")


def test_conll_looks_as_documented(tmp_path: Path) -> None:
    annotations = (make_annotation("DATE", 0, 2, "三月 \n央行"), make_annotation("ORG", 4, 6, "三月 \n央行"))
    write_gold([GoldDocument("a b", annotations, "三月 \n央行", "2021-06-10")], tmp_path / "x.conll", "conll")
    assert (tmp_path / "x.conll").read_text(encoding="utf-8").splitlines()[1:] == [
        "", r"# newdoc id = a\sb", "# reference_date = 2021-06-10", "三\tB-DATE", "月\tI-DATE", r"\s" + "\tO", r"\n" + "\tO", "",
        "央\tB-ORG", "行\tI-ORG",
    ]  # fmt: skip


def test_conll_refuses_mentions_that_overlap(tmp_path: Path) -> None:
    annotations = (make_annotation("DATE", 0, 2, "三月初"), make_annotation("ORG", 1, 3, "三月初"))
    with pytest.raises(InputError, match=r"DATE 0\.\.2 and ORG 1\.\.3 overlap"):
        write_gold([GoldDocument("a", annotations, "三月初")], tmp_path / "x.conll", "conll")


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    gold = [GoldDocument("a", (), "三月")]
    write_gold(gold, tmp_path / "g", "brat")
    with pytest.raises(InputError, match="exists"):
        write_gold(gold, tmp_path / "g", "brat")
    write_gold(gold, tmp_path / "g", "brat", overwrite=True)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        (GoldDocument("a", ()), "no text"),
        (GoldDocument("a", (Annotation("DATE", 1, 9),), "三月"), "outside the text"),
        (GoldDocument("a", (Annotation("DATE", 0, 1, {"text": "月"}),), "三月"), "the text there is '三'"),
    ],
)
def test_gold_that_does_not_fit_its_text_is_not_written(tmp_path: Path, document: GoldDocument, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        write_gold([document], tmp_path / "x.jsonl", "cyextract")
    assert list(tmp_path.iterdir()) == []


def test_values_return_to_mentions_that_stayed(tmp_path: Path) -> None:
    text = "三月，四月"
    source = GoldDocument("a", (make_annotation("DATE", 0, 2, text, {"value": "2021-03"}),), text, "2021-06-10")
    moved = (make_annotation("DATE", 0, 2, text), make_annotation("DATE", 3, 5, text))
    (restored, other), notes = restore_values([GoldDocument("a", moved, text), GoldDocument("a", (), "别的")], [source])
    assert [a.fields.get("value") for a in restored.annotations] == ["2021-03", None]
    assert (restored.reference_date, other.reference_date) == ("2021-06-10", None)
    assert [note.split()[0] for note in notes] == ["1", "1"]


def test_a_format_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "gold.xml").write_text("<x/>")
    with pytest.raises(InputError, match="name it with --gold-format"):
        read_gold(tmp_path / "gold.xml")
    with pytest.raises(InputError, match=r"brat is written to a folder"):
        write_gold([], tmp_path / "x.jsonl", "brat")
    with pytest.raises(InputError, match=r"doccano is written to a name ending in \.jsonl"):
        write_gold([], tmp_path / "x", "doccano")


JUNK = st.sampled_from(
    [None, True, -1, 0, 3, 2**70, 0.5, "", "三月", [], [[]], [0, 2, "DATE"], {}, {"text": []}, [{"type": "labels"}], [None]]
)
RECORDS = (
    task(),
    task(predictions=labelled(3, 5)),
    {"id": 3, "text": "三月", "label": [{"start": 0, "end": 2, "text": "三月", "labels": ["DATE"]}]},
    {"id": 1, "text": "三月", "label": [[0, 2, "DATE"]], "meta": {}},
    {"id": 2, "text": "三月", "entities": [{"label": "DATE", "start_offset": 0, "end_offset": 2}], "relations": []},
    {"id": 2, "text": "三月", "mentions": [{"type": "DATE", "start": 0, "end": 2}], "agreements": [{}], "reference_date": "2021-06-10"},
)


@st.composite
def spoiled_records(draw: st.DrawFn) -> object:
    """A good record with something else at one place or two."""
    record: object = json.loads(json.dumps(draw(st.sampled_from(RECORDS))))
    for _ in range(draw(st.integers(1, 2))):
        record = spoil(record, draw)
    return record


def spoil(value: object, draw: st.DrawFn) -> object:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not keys or draw(st.integers(0, 5)) == 0:
        return json.loads(json.dumps(draw(JUNK)))
    key = draw(st.sampled_from(keys))
    value[key] = spoil(value[key], draw)  # type: ignore[index]
    return value


LINES = st.lists(
    st.sampled_from(
        [
            "T1\tDATE 0 2\t三月",
            "T2\tDATE 0 1;1 2\t三 月",
            "A1\tmod T1 END",
            "#1\tAnnotatorNotes T1\t{",
            "三\tB-DATE",
            "月 I-DATE",
            "# newdoc id = \\q",
        ]
    )
    | st.text(max_size=8),
    max_size=4,
).map("\n".join)


@settings(max_examples=150)
@given(spoiled_records(), st.sampled_from([None, "label-studio", "doccano", "cyextract"]))
def test_spoiled_json_is_an_input_error_and_nothing_else(value: object, format: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.jsonl"
        file.write_text(json.dumps(value), encoding="utf-8")
        with contextlib.suppress(InputError):
            read_gold(file, format)


@settings(max_examples=100)
@given(LINES, st.sampled_from(["x.ann", "x.conll"]))
def test_odd_lines_are_an_input_error_and_nothing_else(text: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.txt").write_text("三月", encoding="utf-8")
        (Path(folder) / name).write_bytes(text.encode("utf-8", "replace"))
        try:
            documents = read_gold(Path(folder) / name).documents
        except InputError:
            return
        assert all((d.text or "")[a.start : a.end] == a.fields["text"] for d in documents for a in d.annotations)


def test_the_manual_says_what_each_format_holds() -> None:
    page = (SEEDS.parent / "docs" / "evaluation.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `") and line.count("|") == 8
    ]
    said = {row[0].strip("`"): [cell != "no" for cell in row[3:]] for row in rows}
    layers = ("values", "optional", "reference_date", "layers")
    assert said == {name: [layer in format.holds for layer in layers] for name, format in FORMATS.items()}
