#!/bin/sh
# Installs the bundle that it lies in, without network: into FOLDER, by default /opt/trichluc. PYTHON names the
# interpreter. What is there already is replaced; the store, in another folder, is not touched.
set -eu
cd "$(dirname "$0")"

python=${PYTHON:-python3}
folder=${1:-/opt/trichluc}

command -v "$python" >/dev/null || { echo "$python is missing; install the packages of debian-packages.txt" >&2; exit 1; }
sha256sum --quiet --check SHA256SUMS || { echo "The bundle is not as it was made; copy it again" >&2; exit 1; }
here=$("$python" -c 'import platform, sys; print("%d.%d" % sys.version_info[:2], platform.machine())')
if [ "$here" != "$(cat PYTHON)" ]; then
    echo "The bundle is for Python $(cat PYTHON), and $python is $here; make a bundle on a machine like this one" >&2
    exit 1
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing; see debian-packages.txt" >&2; exit 1; }

"$python" -m venv --clear "$folder"
pip() {
    "$folder/bin/python" -m pip --quiet --disable-pip-version-check install --no-index --find-links wheels "$@"
}
pip --require-hashes --requirement requirements-server.lock
pip --no-deps trichluc
mkdir -p "$folder/share"
cp README.md LICENSE SECURITY.md "$folder/share/"
cp -R units "$folder/share/"
"$folder/bin/trichluc" --version

cat <<END
Installed in $folder. As a service of systemd, as root:
    useradd --system --home-dir /var/lib/trichluc --shell /usr/sbin/nologin trichluc
    cp $folder/share/units/*.service /etc/systemd/system/ && systemctl daemon-reload
    systemctl enable --now trichluc.service
END
