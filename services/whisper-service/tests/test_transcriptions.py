from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from dataclasses import replace

import pytest

from app.hub import Hub
from app.settings import Settings

from .conftest import TALK, script, segment
from .form import BOUNDARY, Client, form, read_to_end, read_until
from .running import TASK, eventually, running, scratch_files

OPENAI = "/v1/audio/transcriptions"
LOADED = {"type": "sound", "duration": None}


def test_answers_text_and_usage_as_openai_does(client: Client) -> None:
    answer = client.post_form(OPENAI, form(("model", "whisper-1"), file=TALK))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == {"text": "Hello --> <there>. Good bye.", "usage": {"type": "duration", "seconds": 4.0}}
    assert answer.headers["server-timing"] == "load;dur=100.0, compute;dur=500.0"


@pytest.mark.parametrize(
    ("format_name", "content_type", "expected"),
    [
        ("text", "text/plain; charset=utf-8", "Hello --> <there>. Good bye."),
        (
            "srt",
            "application/x-subrip; charset=utf-8",
            "1\n00:00:00,000 --> 00:00:01,500\nHello -> <there>.\n\n2\n00:00:01,500 --> 00:00:04,000\nGood bye.\n",
        ),
        (
            "vtt",
            "text/vtt; charset=utf-8",
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello -> &lt;there>.\n\n00:00:01.500 --> 00:00:04.000\nGood bye.\n",
        ),
        (
            "tsv",
            "text/tab-separated-values; charset=utf-8",
            "start\tend\ttext\n0\t1500\tHello --> <there>.\n1500\t4000\tGood bye.\n",
        ),
    ],
)
def test_answers_the_format_that_is_asked_for(
    client: Client, format_name: str, content_type: str, expected: str
) -> None:
    answer = client.post_form(OPENAI, form(("response_format", format_name), file=TALK))
    assert (answer.headers["content-type"], answer.text) == (content_type, expected)


def test_answers_segments_and_words_in_verbose_json(client: Client) -> None:
    word = {"word": " Hi", "start": 0.0, "end": 1.0, "probability": 0.7}
    file = script(
        {"type": "language", "language": "de", "probability": 0.8},
        segment(0, " Hi", 0, 1, words=[word]),
        {"type": "result", "duration": 1.0, "segments": 1, "compute_seconds": 0, "load_ms": 0},
    )
    body = form(("response_format", "verbose_json"), ("timestamp_granularities[]", "word"), file=file)
    value = client.post_form(OPENAI, body).json
    assert (value["task"], value["language"], value["duration"], value["words"]) == ("transcribe", "de", 1.0, [word])
    assert value["segments"][0]["tokens"] == [7]
    assert "words" not in value["segments"][0]


def test_streams_deltas_as_openai_does(client: Client) -> None:
    answer = client.post_form(OPENAI, form(("stream", "true"), file=TALK))
    assert answer.headers["content-type"] == "text/event-stream"
    *events, last = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    assert last == "[DONE]"
    assert [json.loads(event)["type"] for event in events] == ["transcript.text.delta"] * 2 + ["transcript.text.done"]
    assert "".join(json.loads(event).get("delta", "") for event in events).strip() == json.loads(events[-1])["text"]


def test_says_all_that_happens_in_lines(client: Client) -> None:
    body = form(("parameters", json.dumps({"format": "srt", "language": "English"})), file=TALK)
    answer = client.post_form(TASK, body)
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = answer.lines
    assert [line["type"] for line in lines] == [
        "progress",
        "progress",
        "language",
        "segment",
        "progress",
        "segment",
        "progress",
        "result",
    ]
    assert [line["phase"] for line in lines if line["type"] == "progress"] == ["load", "compute", "compute", "compute"]
    assert lines[6] == {
        "type": "progress",
        "phase": "compute",
        "message": "transcribing",
        "completed": 4.0,
        "total": 4.0,
        "unit": "s",
    }
    result = lines[-1]
    assert (result["text"], result["language"], result["model"]) == (
        "Hello --> <there>. Good bye.",
        "en",
        "whisper-base",
    )
    assert result["content"].startswith("1\n00:00:00,000")
    assert result["confidence"] == pytest.approx((0.5 * 1.5 + 1.0 * 2.5) / 4)
    assert (result["load_ms"], result["compute_ms"]) == (100.0, 500.0)
    assert "tokens" not in result["segments"][0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "Hello --> <there>. Good bye."),
        ("?output=txt", "Hello --> <there>. Good bye."),
        ("?output=tsv", "start\tend\ttext\n0\t1500\tHello --> <there>.\n1500\t4000\tGood bye.\n"),
    ],
)
def test_answers_the_older_path(client: Client, query: str, expected: str) -> None:
    assert client.post_form(f"/asr{query}", form(file=TALK, file_field="audio_file")).text == expected


def test_takes_the_options_of_the_older_path_from_query_and_form(client: Client) -> None:
    file = script("job")
    answer = client.post_form(
        "/asr?task=translate&language=de&initial_prompt=Hi", form(("word_timestamps", "true"), file=file)
    )
    options = json.loads(answer.json["error"])["options"]
    wanted = {"task": "translate", "language": "de", "prompt": "Hi", "word_timestamps": True, "vad": False}
    assert {name: options[name] for name in wanted} == wanted


def test_hands_the_options_to_the_worker(client: Client) -> None:
    given = {"temperature": 0.5, "beam_size": 2, "vad": False, "hotwords": "Oslo", "language": "pt-BR", "prompt": "Hi"}
    answer = client.post_form(TASK, form(("parameters", json.dumps(given)), file=script("job")))
    job = json.loads(answer.json["error"])
    assert job["options"].items() >= (given | {"language": "pt", "model": "whisper-base"}).items()
    assert (job["backend"], job["max_seconds"]) == ("whisper", 28800)


@pytest.mark.parametrize(
    ("given", "code"),
    [("Javanese", "jw"), ("jv", "jw"), ("nb-NO", "no"), ("Burmese", "my"), ("myanmar", "my"), ("yue", "yue")],
)
def test_knows_languages_by_other_names(client: Client, given: str, code: str) -> None:
    answer = client.post_form(TASK, form(("parameters", json.dumps({"language": given})), file=script("job")))
    assert json.loads(answer.json["error"])["options"]["language"] == code


def test_translates_on_the_path_of_translations(client: Client) -> None:
    answer = client.post_form("/v1/audio/translations", form(file=script("job")))
    assert json.loads(answer.json["error"]["message"])["options"]["task"] == "translate"


@pytest.mark.parametrize(
    ("parameters", "status", "code", "said"),
    [
        ({"language": "klingon"}, 422, "invalid-options", 'unknown language "klingon"; known: '),
        ({"language": "germn"}, 422, "invalid-options", 'did you mean "german"?'),
        ({"language": "xx"}, 422, "invalid-options", 'unknown language "xx"'),
        ({"model": "whisper-bas"}, 404, "unknown-model", 'did you mean "whisper-base"?'),
        ({"model": "../../etc"}, 404, "unknown-model", "there is no model"),
        ({"model": "/etc"}, 404, "unknown-model", "there are no weights in /etc"),
        ({"model": "whisper-large-v3"}, 409, "confirmation-needed", "3.1 GB"),
        ({"formt": "srt"}, 422, "invalid-options", 'did you mean "format"?'),
        ({"format": "docx"}, 422, "invalid-options", 'unknown format "docx"'),
        ({"temperature": 2}, 422, "invalid-options", "temperature must be a number from 0 to 1, not 2"),
        ({"beam_size": 1.5}, 422, "invalid-options", "beam_size must be a whole number from 1 to 20"),
        ({"vad": "yes"}, 422, "invalid-options", 'vad must be true or false, not "yes"'),
        ({"prompt": "x" * 10_001}, 422, "invalid-options", "prompt has 10001 characters, and may have 10000"),
        ([], 400, "invalid-body", "must hold a JSON object"),
    ],
)
def test_refuses_what_it_does_not_know(client: Client, parameters: object, status: int, code: str, said: str) -> None:
    answer = client.post_form(TASK, form(("parameters", json.dumps(parameters)), file=TALK))
    assert (answer.status, answer.json["code"]) == (status, code)
    assert said in answer.json["error"]
    assert client.post_form(OPENAI, form(file=TALK)).status == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (form(("parameters", "{"), file=TALK), 400, "invalid-body"),
        (form(("parameters", b"\xff"), file=TALK), 400, "invalid-body"),
        (form(file=None), 400, "invalid-body"),
        (form(file=b""), 422, "invalid-input"),
        (form(file=TALK)[:-10], 400, "invalid-body"),
        (b"no form at all", 400, "invalid-body"),
        (form(file=TALK).replace(f"--{BOUNDARY}--\r\n".encode(), form(file=TALK)), 400, "invalid-body"),
        (form(("prompt", "x" * (1024 * 1024 + 1)), file=TALK), 413, "body-too-large"),
        (form(*[("x", "1")] * 101, file=TALK), 400, "invalid-body"),
        (form(file=b"x" * 100_001), 413, "input-too-large"),
        (form(file=b"x" * 9_000_000), 413, "input-too-large"),
    ],
)
def test_refuses_broken_forms(client: Client, body: bytes, status: int, code: str) -> None:
    answer = client.post_form(TASK, body)
    assert (answer.status, answer.json["code"]) == (status, code)
    eventually(lambda: scratch_files() == [])


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (OPENAI, (), (("model", "whisper-base"), ("response_format", "text"))),
        (OPENAI, (("response_format", "text"),), (("model", "whisper-base"),)),
        ("/asr", (), (("model", "whisper-base"),)),
    ],
)
def test_takes_fields_behind_the_file(
    settings: Settings, path: str, before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> None:
    with running(replace(settings, default_model="whisper-large-v3")) as client:
        answer = client.post_form(path, form(*before, file=TALK, after=after))
        assert (answer.status, answer.text) == (200, "Hello --> <there>. Good bye.")


def test_takes_parameters_behind_the_file(settings: Settings) -> None:
    with running(replace(settings, default_model="whisper-large-v3")) as client:
        body = form(file=TALK, after=[("parameters", '{"model": "whisper-base"}')])
        assert client.post_form(TASK, body).lines[-1]["type"] == "result"


@pytest.mark.parametrize(
    ("path", "before", "after", "code"),
    [
        (OPENAI, (), (("model", "whisper-bas"),), "unknown-model"),
        (OPENAI, (), (("model", "whisper-large-v3"),), "confirmation-needed"),
        (OPENAI, (("model", "whisper-large-v3"),), (("confirm", "true"),), "weights-unavailable"),
        (TASK, (), (("parameters", '{"language": "klingon"}'),), "invalid-options"),
    ],
)
def test_checks_the_fields_that_come(
    settings: Settings, path: str, before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...], code: str
) -> None:
    with running(settings, hub=Hub("http://127.0.0.1:9")) as client:
        answer = client.post_form(path, form(*before, file=TALK, after=after))
        assert f'"code": "{code}"' in answer.text
        assert scratch_files() == []


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        (OPENAI, (("language", "klingon"),), "invalid-options"),
        (OPENAI, (("model", "whisper-bas"),), "unknown-model"),
        (TASK, (("parameters", '{"model": "whisper-large-v3"}'),), "confirmation-needed"),
    ],
)
def test_refuses_before_the_file_what_no_later_field_can_mend(
    client: Client, path: str, fields: tuple[tuple[str, str], ...], code: str
) -> None:
    body = form(*fields, file=TALK)
    with closing(client.open(path, body, len(body) - 50)) as connection:
        assert f'"code": "{code}"'.encode() in read_until(connection, b"}")


def test_refuses_other_types(client: Client) -> None:
    answer = client.send("POST", TASK, b"{}", {"content-type": "application/json"})
    assert (answer.status, answer.json["code"]) == (415, "unsupported-type")


def test_answers_faults_of_openai_paths_as_openai_does(client: Client) -> None:
    answer = client.post_form(OPENAI, form(("language", "klingon"), file=TALK))
    error = answer.json["error"]
    assert (answer.status, error["type"], error["param"], error["code"]) == (
        422,
        "invalid_request_error",
        "language",
        "invalid-options",
    )


def test_keeps_names_of_files_away_from_the_disk(client: Client) -> None:
    answer = client.post_form(TASK, form(file=script("job"), name="../../../../tmp/evil.wav"))
    path = json.loads(answer.json["error"])["file"]
    assert path.rsplit("/", 1)[1].isdigit()
    assert "evil" not in path
    eventually(lambda: scratch_files() == [])


def test_says_as_a_line_what_failed_after_the_first(client: Client) -> None:
    fault = {"type": "error", "code": "out-of-memory", "message": "no memory", "hint": "less", "facts": {"x": 1}}
    lines = client.post_form(TASK, form(file=script(LOADED, fault))).lines
    assert lines[-1] == {
        "type": "error",
        "status": 507,
        "error": "no memory",
        "code": "out-of-memory",
        "hint": "less",
        "x": 1,
    }


@pytest.mark.parametrize(("step", "code"), [("kill", "out-of-memory"), ({"exit": 3}, "weights-invalid")])
def test_survives_the_end_of_its_worker(client: Client, step: object, code: str) -> None:
    lines = client.post_form(TASK, form(file=script(LOADED, step))).lines
    assert lines[-1]["code"] == code
    assert client.post_form(OPENAI, form(file=TALK)).json["text"] == "Hello --> <there>. Good bye."


@pytest.mark.parametrize(("step", "kills"), [("hang", 1), ("wait", 0), ("fall silent", 1)])
def test_ends_the_work_when_the_client_goes(client: Client, step: str, kills: int) -> None:
    with closing(client.open(TASK, form(file=script(LOADED, step)))) as connection:
        read_until(connection, b"progress")
    eventually(lambda: client.metric("whisper_cancelled_total") == 1)
    eventually(lambda: scratch_files() == [])
    assert client.metric("whisper_worker_kills_total") == kills
    assert client.post_form(OPENAI, form(file=TALK)).status == 200


def test_forgets_a_client_that_goes_while_it_sends(client: Client) -> None:
    client.open(TASK, form(file=TALK)[:-50] + b"").close()
    with closing(client.open(TASK, b"")):
        pass
    eventually(lambda: client.metric("whisper_waiting") == 0)
    assert client.post_form(OPENAI, form(file=TALK)).status == 200


@pytest.mark.parametrize("path", [TASK, OPENAI])
@pytest.mark.parametrize("sent", [0, 100])
def test_does_not_wait_for_ever_for_a_client_that_stops_sending(settings: Settings, path: str, sent: int) -> None:
    with (
        running(replace(settings, idle_seconds=0.3)) as client,
        closing(client.open(path, form(file=TALK), sent)) as connection,
    ):
        answer = read_until(connection, b"}")
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"no byte of the body came for 0.3 s" in answer
        assert b'"code": "request-timeout"' in answer
        eventually(lambda: client.metric("whisper_waiting") == 0)
        assert scratch_files() == []


def test_takes_the_time_that_a_slow_client_needs(settings: Settings) -> None:
    body = form(file=TALK)
    with (
        running(replace(settings, idle_seconds=0.5)) as client,
        closing(client.open(TASK, body, 0)) as connection,
    ):
        for start in range(0, len(body), 200):
            connection.sendall(body[start : start + 200])
            time.sleep(0.15)
        read_until(connection, b'"type": "result"')


def test_takes_a_client_that_does_not_read_for_gone(settings: Settings) -> None:
    with (
        running(replace(settings, idle_seconds=0.3)) as client,
        closing(client.open(TASK, form(file=script(LOADED, "flood")), receive_buffer=4096)) as connection,
    ):
        eventually(lambda: client.metric("whisper_cancelled_total") == 1)
        eventually(lambda: client.metric("whisper_waiting") == 0)
        assert scratch_files() == []
        assert client.post_form(OPENAI, form(file=TALK)).status == 200
        assert b'"type": "result"' not in read_to_end(connection)


def test_works_one_after_the_other_and_refuses_what_is_too_much(client: Client) -> None:
    first = client.open(TASK, form(file=script(LOADED, "wait")))
    read_until(first, b"progress")
    second = client.open(TASK, form(file=TALK))
    read_until(second, b'"queue"')
    third = client.post_form(TASK, form(file=TALK))
    assert (third.status, third.json["code"], third.headers["retry-after"]) == (503, "busy", "5")
    first.close()
    read_until(second, b'"type": "result"')
    second.close()
    eventually(lambda: client.metric("whisper_waiting") == 0)


def test_answers_many_at_once_in_any_order(client: Client) -> None:
    texts: list[str] = []

    def ask() -> None:
        eventually(lambda: client.post_form(OPENAI, form(file=TALK)).status == 200 and texts.append("ok") is None)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["ok"] * 6
