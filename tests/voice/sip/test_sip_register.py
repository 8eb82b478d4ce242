"""Registering with Kamailio, and calls through it."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sip_rig import SERVICE, free_port, phone, stop

from huashu.voice.sip.endpoint import registration_failed

FOLDERS = (*Path("/usr").glob("lib*/*/kamailio/modules"), *Path("/usr").glob("lib*/kamailio/modules"))
MODULES = FOLDERS[0] if FOLDERS and shutil.which("kamailio") else None

needs_kamailio = pytest.mark.skipif(MODULES is None, reason="kamailio is not installed (Debian: kamailio)")

CONFIG = """#!KAMAILIO
debug=0
log_stderror=yes
children=1
disable_tcp=yes
auto_aliases=no
listen=udp:127.0.0.1:{port}
mpath="{modules}/"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
request_route {{
  if (is_method("REGISTER")) {{
    if (!pv_www_authenticate("127.0.0.1", "secret", "0")) {{ www_challenge("127.0.0.1", "0"); exit; }}
    save("location");
    exit;
  }}
  if (is_method("INVITE") && !has_totag() && !pv_proxy_authenticate("127.0.0.1", "secret", "0")) {{
    proxy_challenge("127.0.0.1", "0");
    exit;
  }}
  if (is_method("INVITE")) {{ record_route(); }}
  if (loose_route()) {{ t_relay(); exit; }}
  if (!lookup("location")) {{ sl_send_reply("404", "Not Found"); exit; }}
  t_relay();
}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register")


@pytest.fixture(scope="module")
def registrar(folder: Path) -> Iterator[int]:
    """The port of a registrar at which everybody's password is ``secret``."""
    port = free_port()
    config = folder / "kamailio.cfg"
    config.write_text(CONFIG.format(port=port, modules=MODULES), "utf-8")
    with (folder / "kamailio.log").open("w", encoding="utf-8") as log:
        command = ["kamailio", "-f", str(config), "-DD", "-E", "-m", "32", "-Y", str(folder), "-P", str(folder / "pid")]
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, text=True)
        time.sleep(1.0)
        assert process.poll() is None, (folder / "kamailio.log").read_text("utf-8")
        yield port
        process.terminate()
        process.wait(10)
        stop(process)


@needs_kamailio
def test_a_registered_service_is_reached_through_the_registrar_and_a_wrong_password_is_told(
    registrar: int, folder: Path
) -> None:
    at = f"127.0.0.1:{registrar}"
    serving = phone(folder, program=SERVICE, home=str(folder), account=f"sip:desk@{at}", password="secret")
    with serving as desk, phone(folder, account=f"sip:alice@{at};expires=60", password="secret") as alice:
        with phone(folder, account=f"sip:eve@{at}", password="guessed") as eve:
            eve.do("register")
            told = eve.wait("failed", what="register")
            assert told["lasting"] is True
            assert "密码" in told["why"]
            assert "guessed" not in told["why"]
        alice.do("register")
        alice.wait("done", what="register")
        call = alice.dial(f"sip:desk@{at}")
        alice.wait("Up", call=call)
        time.sleep(1.5)
        alice.do("hang_up", call)
        log = desk.wait("ended", text="alice")["call"]
        assert log["sip"]["ended"] == "by_peer"
        wrong = alice.dial(f"sip:nobody@{at}")
        assert alice.wait("outcome", call=wrong)["reason"] == "wrong_number"


@pytest.mark.parametrize(
    ("status", "lasting"), [(401, True), (403, True), (407, True), (404, True), (503, False), (None, False)]
)
def test_what_mends_a_registration_is_told_and_whether_trying_again_helps(status: int | None, lasting: bool) -> None:
    from baresip import RegistrationError

    told = registration_failed("sip:1001@pbx", RegistrationError("x", status=status, reason="y"))
    assert told.lasting is lasting
    assert "sip:1001@pbx" in told.message
