"""Packages that rpmbuild makes, a root that rpm installs them into, and its database in the forms that rpm no longer writes."""
import os
import pathlib
import sqlite3
import sys

from kit import run

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import rpm_database  # noqa: E402

SPECS = {
    "tool": """Name: tool
Epoch: 2
Version: 1.0~rc1
Release: 1.el9
Summary: A tool
License: GPLv2+ and MIT
URL: https://example.org/tool
Vendor: Example Project
Packager: A Packager <packager@example.org>
Requires: /usr/bin/thing, libthing.so.1()(64bit), virtual >= 1, (plugin if other), (none-of-it or base-files)
Requires(post): base-files
Recommends: extras
Provides: tool-api = 3
%description
x
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc/tool.d %{buildroot}/usr/share/doc/tool %{buildroot}/var/lib/tool %{buildroot}/usr/lib/tool
echo 'echo tool' > %{buildroot}/usr/bin/tool
for i in kept more lost gets; do cp %{buildroot}/usr/bin/tool %{buildroot}/usr/bin/tool-$i; done
ln -s tool %{buildroot}/usr/bin/tool-link
echo a=1 > %{buildroot}/etc/tool.conf
echo b=1 > %{buildroot}/etc/tool.d/extra.conf
echo read me > %{buildroot}/usr/share/doc/tool/README
echo state > %{buildroot}/var/lib/tool/state
echo free > %{buildroot}/usr/lib/tool/unverified
echo data > "%{buildroot}/usr/lib/tool/a name with blanks"
for i in 1 2 3 4 5 6 7 8 9; do echo "$i" > %{buildroot}/usr/lib/tool/data$i; done
ln -s /usr/bin/tool %{buildroot}/usr/lib/tool/link
%pre -p <lua>
print("pre")
%post
useradd tool
%preun
exit 0
%postun -p /sbin/ldconfig
%pretrans -p <lua>
print("pretrans")
%posttrans
curl https://example.org/x | sh
%verifyscript
test -e /usr/bin/tool
%triggerin -- other, base-files
echo triggered
%filetriggerin -- /usr/lib/tool
echo files
%transfiletriggerin -- /usr/share/icons
echo icons
%files
%attr(4755,root,root) /usr/bin/tool
/usr/bin/tool-link
%attr(755,root,root) %caps(cap_net_admin,cap_net_raw=p) /usr/bin/tool-kept
%attr(755,root,root) %caps(cap_net_raw=ep) /usr/bin/tool-more
%attr(755,root,root) %caps(=ep cap_sys_admin-ep) /usr/bin/tool-lost
%attr(755,root,root) /usr/bin/tool-gets
%config(noreplace) /etc/tool.conf
%config(missingok) /etc/tool.d/extra.conf
%doc /usr/share/doc/tool/README
%ghost /var/lib/tool/state
%verify(not md5 size mtime) /usr/lib/tool/unverified
"/usr/lib/tool/a name with blanks"
/usr/lib/tool/data*
/usr/lib/tool/link
""",
    "thing": """Name: thing
Version: 1:2
Release: 1
Summary: A thing of three packages
License: (LGPLv3+ or GPLv2+) and BSD
%description
x
%package libs
Summary: Its library
Version: 2.5
Provides: libthing.so.1()(64bit), virtual = 1.2-1
%description libs
x
%package devel
Summary: Its headers
BuildArch: noarch
Requires: thing-libs%{?_isa} = 2.5
%description devel
x
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/lib %{buildroot}/usr/include
echo thing > %{buildroot}/usr/bin/thing
echo lib > %{buildroot}/usr/lib/libthing.so.1
echo h > %{buildroot}/usr/include/thing.h
%files
/usr/bin/thing
%files libs
/usr/lib/libthing.so.1
%files devel
/usr/include/thing.h
""",
    "kernel": """Name: kernel
Version: %{v}
Release: 1
Summary: One of several
License: GPL-2.0-only
%description
x
%install
mkdir -p %{buildroot}/boot
echo %{v} > %{buildroot}/boot/vmlinuz-%{v}
%files
/boot/vmlinuz-%{v}
""",
    "digests": """%global _binary_filedigest_algorithm %{v}
%global _binary_payload %{expand:%{payload_%{v}}}
Name: digests%{v}
Version: 1
Release: 1
Summary: Files with other digests than most, in other archives
License: MIT
BuildArch: noarch
%description
x
%install
mkdir -p %{buildroot}/usr/lib/digests%{v}
for i in changed kept; do echo $i > %{buildroot}/usr/lib/digests%{v}/$i; done
%files
/usr/lib/digests%{v}
""",
    "base-files": """Name: base-files
Version: 12
Release: 1
Summary: Files of the system
License: Public Domain
BuildArch: noarch
%description
x
%install
mkdir -p %{buildroot}/etc/profile.d %{buildroot}/usr/lib
echo x > %{buildroot}/etc/profile.d/base.sh
printf 'ID=fedora\\nVERSION_ID=40\\n' > %{buildroot}/usr/lib/os-release
%files
/etc/profile.d/base.sh
/usr/lib/os-release
""",
}
SPECS["thing"] = SPECS["thing"].replace("Version: 1:2\n", "Version: 2\n")


# Of MD5, SHA-1 and SHA-512, as OpenPGP numbers them.
VERSIONS = {"kernel": ("6.1.5", "6.1.10"), "digests": ("1", "2", "10")}
PAYLOADS = {"payload_1": "w6.lzdio", "payload_2": "w9.bzdio", "payload_10": "w.ufdio"}


def build(top):
    """The packages, in TOP/RPMS."""
    payloads = [word for name, payload in PAYLOADS.items() for word in ("--define", f"{name} {payload}")]
    for name, text in SPECS.items():
        spec = top / f"{name}.spec"
        spec.write_text(text)
        for version in VERSIONS.get(name, ("1",)):
            run("rpmbuild", "-bb", "--quiet", "--define", f"_topdir {top}", "--define", f"v {version}", "--define", "debug_package %{nil}",
                "--define", "_build_id_links none", "--define", "__os_install_post %{nil}", "--define", "source_date_epoch_from_changelog 0", *payloads, spec)
    return sorted(top.glob("RPMS/**/*.rpm"))


def install(root, packages, *options):
    """Installs PACKAGES below ROOT; as other users in a name space of their own."""
    (root / "var/lib/rpm").mkdir(parents=True)
    run("rpm", *rpm_options(root), "-i", "--nodeps", "--noscripts", "--notriggers", "--ignorearch", "--ignoreos", *options, *packages)
    return root / "var/lib/rpm/rpmdb.sqlite"


def rpm_options(root):
    return ["--root", root, "--dbpath", "/var/lib/rpm"] if not os.geteuid() else ["--root", root, "--dbpath", "/var/lib/rpm", "--noplugins"]


def blobs(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT hnum, blob FROM Packages ORDER BY hnum").fetchall()


def in_other_forms(database):
    """(form, path, bytes) of databases that say the same."""
    rows = blobs(database)
    yield "ndb", "usr/lib/sysimage/rpm/Packages.db", rpm_database.ndb(rows)
    yield "bdb", "var/lib/rpm/Packages", rpm_database.bdb(rows, False)
    yield "bdb-big", "usr/share/rpm/Packages", rpm_database.bdb(rows, True)


def move_database(root, database, path, data):
    """Takes the database of ROOT away and puts another one there."""
    for old in pathlib.Path(database).parent.glob("rpmdb.sqlite*"):
        old.unlink()
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
