# Whole cases, the rules of the house, and tests against real package managers.

find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(scripts ${PROJECT_SOURCE_DIR}/sbom/scripts)
set(program $<TARGET_FILE:sbom_program>)

file(GLOB cases CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/testdata/*/*/cmd)
foreach(cmd ${cases})
  get_filename_component(case ${cmd} DIRECTORY)
  file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/testdata ${case})
  add_test(NAME case/${name} COMMAND ${scripts}/run-case --sbom ${program} ${case})
  set_tests_properties(case/${name} PROPERTIES TIMEOUT 300)
  if(SB_TORTURE)
    add_test(NAME torture/${name} COMMAND ${scripts}/run-case --sbom ${program} --torture ${case})
    set_tests_properties(torture/${name} PROPERTIES TIMEOUT 1200 LABELS torture)
  endif()
endforeach()

# What an installation brings, and a program that is built against it; a build with sanitizers would want them there, too.
if(NOT SB_SANITIZE AND NOT SB_FUZZ)
  add_test(NAME install COMMAND ${scripts}/ctest/installed ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  set_tests_properties(install PROPERTIES TIMEOUT 300)
endif()

# A chain of releases against the pairs that it is made of.
add_test(NAME chain COMMAND ${scripts}/ctest/chain ${program} ${PROJECT_SOURCE_DIR})
set_tests_properties(chain PROPERTIES TIMEOUT 300)

# The examples of pipelines, with stand-ins for the services.
add_test(NAME pipelines COMMAND ${scripts}/ctest/pipelines ${program} ${PROJECT_SOURCE_DIR})
set_tests_properties(pipelines PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)

# Rules that are checked by reading the source: arrows, circles, lengths, words that must not appear, options without manual.
file(GLOB rules CONFIGURE_DEPENDS ${scripts}/rules/*)
foreach(rule ${rules})
  get_filename_component(name ${rule} NAME)
  add_test(NAME rule/${name} COMMAND ${rule} ${PROJECT_SOURCE_DIR} ${program})
  set_tests_properties(rule/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 LABELS rule)
endforeach()

# Tests that make their own input with real tools, or need data beside the checkout; counted as skipped where those are missing.
file(GLOB reals CONFIGURE_DEPENDS ${scripts}/real/*)
list(FILTER reals EXCLUDE REGEX "\\.(py|js|go)$|__pycache__")
foreach(real ${reals})
  get_filename_component(name ${real} NAME)
  add_test(NAME real/${name} COMMAND ${real} ${program} ${PROJECT_SOURCE_DIR})
  set_tests_properties(real/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 1500 LABELS real)
endforeach()
# The minutes first, so that none of them runs alone at the end.
foreach(name valid ledger scenarios npm-layouts pip npm image-upgrades readers images)
  set_tests_properties(real/${name} PROPERTIES COST 100)
endforeach()
