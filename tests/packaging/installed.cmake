file(REMOVE_RECURSE ${WORK})
set(prefix ${WORK}/usr)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

foreach(file IN ITEMS
        bin/kopru bin/kopructl bin/kopru-bridge
        share/kopru/translations/kopru_tr.qm share/kopru/translations/kopru_en.qm
        share/applications/kopru.desktop share/icons/hicolor/scalable/apps/kopru.svg)
    if(NOT EXISTS ${prefix}/${file})
        message(FATAL_ERROR "not installed: ${file}")
    endif()
endforeach()

# The menu entry names a program and an icon that are there.
file(READ ${prefix}/share/applications/kopru.desktop desktop)
foreach(line IN ITEMS "Exec=kopru" "Icon=kopru" "Comment\\[tr\\]=")
    if(NOT desktop MATCHES "(^|\n)${line}")
        message(FATAL_ERROR "the desktop file has no ${line}")
    endif()
endforeach()

# The installed programs find their translations, and the bridge beside them is the one that was built.
set(home ${WORK}/home)
file(MAKE_DIRECTORY ${home})
execute_process(COMMAND ${prefix}/bin/kopructl --home ${home} --lang tr bridges install
    OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
if(NOT said MATCHES "kuruldu: ${home}/.claude/mcp/kopru-bridge")
    message(FATAL_ERROR "not Turkish, or not installed: ${said}")
endif()
