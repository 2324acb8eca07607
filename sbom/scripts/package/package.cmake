# Debian packages: cpack --config build/release/CPackConfig.cmake -G DEB
# sbom has the program with its manual, completions and schemas, libsbom-dev the archive with its header. A program that was built for
# somewhere else (sanitizers, fuzzing) is never packed.
if(SB_SANITIZE OR SB_FUZZ)
  return()
endif()
set(SB_MAINTAINER "sbom maintainers <sbom@users.noreply.github.com>" CACHE STRING "who answers for the packages: Name <address>")
set(SB_HOMEPAGE "" CACHE STRING "where the project lives, for the packages")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sbom)
# Each package has a first line of its own below.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program dev)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/sbom/scripts/package/debian-files.cmake)
# What the script needs of this tree.
set(CPACK_SB_MAINTAINER "${SB_MAINTAINER}")
set(CPACK_SB_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_SB_MULTIARCH "${CMAKE_LIBRARY_ARCHITECTURE}")
set(CPACK_SB_VERSION ${PROJECT_VERSION}-1)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${SB_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${SB_HOMEPAGE}")
set(CPACK_DEBIAN_PACKAGE_SOURCE sbom)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME sbom)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "curl, jq")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
if(SB_STATIC)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS OFF)
endif()
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "software bill-of-materials generator and diff
Inventories what is installed, writes CycloneDX and SPDX, and compares two
inventories so that the one unexpected change stands out: a start-up file, a
setuid program, a package that came from somewhere else.

The comparison ranks what changed by how rare such a change is in ordinary
upgrades, and is made to be a gate in a pipeline.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsbom-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
  "libarchive-dev, libcjson-dev, libssl-dev, uuid-dev, libxml2-dev, libsqlite3-dev, libyaml-dev")
set(CPACK_DEBIAN_DEV_DESCRIPTION "software bill-of-materials generator and diff (library)
An archive and one header to scan, read, write and compare inventories of
software in CycloneDX and SPDX from a program in C or C++.

This package has what is needed to build such programs.")
include(CPack)
