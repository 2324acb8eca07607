# SB_STATIC: a program that needs no shared library. Included before the libraries are looked for, so that archives are what is found;
# sb_static_wants() then adds what these want themselves, which shared libraries bring along.
# The C library is glibc. The program asks for no users, no hosts and no character sets by modules, so that it loads none: what the linker
# warns of (getaddrinfo in libxml2 and libcrypto, dlopen in libcrypto) is never called.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
set(OPENSSL_USE_STATIC_LIBS ON)

# sb_static_wants(TARGET name...): the archives lib<name>.a behind the one of an imported target.
function(sb_static_wants target)
  foreach(name ${ARGN})
    find_library(SB_ARCHIVE_${name} NAMES lib${name}.a NO_CACHE)
    if(NOT SB_ARCHIVE_${name})
      message(FATAL_ERROR "SB_STATIC: no lib${name}.a, which ${target} wants (Debian: libacl1-dev libattr1-dev libzstd-dev liblz4-dev beside those of any build)")
    endif()
    set_property(TARGET ${target} APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${SB_ARCHIVE_${name}})
  endforeach()
endfunction()

# Debian's libcjson-dev has no archive: the library's one source file is compiled here.
function(sb_static_cjson)
  find_library(SB_ARCHIVE_cjson NAMES libcjson.a NO_CACHE)
  if(SB_ARCHIVE_cjson)
    return()
  endif()
  if(NOT EXISTS "${SB_CJSON_SOURCE}/cJSON.c")
    message(FATAL_ERROR "SB_STATIC: no libcjson.a here; unpack its source (apt-get source cjson) and give -DSB_CJSON_SOURCE=FOLDER")
  endif()
  add_library(sb_cjson STATIC ${SB_CJSON_SOURCE}/cJSON.c)
  target_compile_options(sb_cjson PRIVATE -w)
  set_property(TARGET PkgConfig::CJSON PROPERTY INTERFACE_LINK_LIBRARIES sb_cjson)
endfunction()

# Called when the libraries were found.
function(sb_static_libraries)
  sb_static_cjson()
  sb_static_wants(LibXml2::LibXml2 icui18n icuuc icudata z lzma)
  set_property(TARGET LibXml2::LibXml2 APPEND PROPERTY INTERFACE_LINK_LIBRARIES stdc++ m)
  sb_static_wants(LibArchive::LibArchive nettle acl attr lzma zstd lz4 bz2 z)
  set_property(TARGET LibArchive::LibArchive APPEND PROPERTY INTERFACE_LINK_LIBRARIES LibXml2::LibXml2)
  set_property(TARGET PkgConfig::SQLITE APPEND PROPERTY INTERFACE_LINK_LIBRARIES m)
endfunction()
