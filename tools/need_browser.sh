#!/bin/sh
# The browser tests need a Chromium and the office tests a LibreOffice: install them where root may, else say so.
set -eu

has_browser() {
  [ -n "${CHROME_PATH:-}" ] && [ -x "$CHROME_PATH" ] && return 0
  for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium*/ >/dev/null 2>&1
}
has_office() { command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; }

missing=""
has_browser || missing="chromium"
has_office || missing="$missing libreoffice-calc"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null || true
fi
has_browser || .venv/bin/playwright install --with-deps chromium-headless-shell >/dev/null 2>&1 || true
has_browser || { echo "rounds: a Chromium is needed for the browser tests: apt-get install chromium, or set CHROME_PATH" >&2; exit 1; }
has_office || { echo "rounds: LibreOffice is needed for the workbook tests: apt-get install libreoffice-calc" >&2; exit 1; }
