<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CheckWords</name>
    <message numerus="yes">
        <source>“%1” works: %n tool(s).</source>
        <translation>
            <numerusform>“%1” works: %n tool.</numerusform>
            <numerusform>“%1” works: %n tools.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorWords</name>
    <message numerus="yes">
        <source>%n server(s) are entered correctly.</source>
        <translation>
            <numerusform>%n server is entered correctly.</numerusform>
            <numerusform>%n servers are entered correctly.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KopructlWords</name>
    <message numerus="yes">
        <source>%n servers use the native bridge now.</source>
        <translation>
            <numerusform>%n server uses the native bridge now.</numerusform>
            <numerusform>%n servers use the native bridge now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation>
            <numerusform>%n server</numerusform>
            <numerusform>%n servers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of this can be mended safely at once: kopructl doctor --fix</source>
        <translation>
            <numerusform>One of these can be mended safely at once: kopructl doctor --fix</numerusform>
            <numerusform>%n of these can be mended safely at once: kopructl doctor --fix</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faults are mended.</source>
        <translation>
            <numerusform>One fault is mended.</numerusform>
            <numerusform>%n faults are mended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasteWords</name>
    <message numerus="yes">
        <source>Recognised: %1. It holds %n servers.</source>
        <translation>
            <numerusform>Recognised: %1. It holds %n server.</numerusform>
            <numerusform>Recognised: %1. It holds %n servers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionWords</name>
    <message numerus="yes">
        <source>%n servers</source>
        <translation>
            <numerusform>%n server</numerusform>
            <numerusform>%n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ClaudesOwn</name>
    <message numerus="yes">
        <source>Claude runs %n more by itself</source>
        <translation>
            <numerusform>Claude runs %n more by itself</numerusform>
            <numerusform>Claude runs %n more by itself</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConflictList</name>
    <message numerus="yes">
        <source>%n servers</source>
        <translation>
            <numerusform>%n server</numerusform>
            <numerusform>%n servers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConversionPage</name>
    <message numerus="yes">
        <source>Works, with %n tools.</source>
        <translation>
            <numerusform>Works, with %n tool.</numerusform>
            <numerusform>Works, with %n tools.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::DiffView</name>
    <message numerus="yes">
        <source>%n lines added</source>
        <translation>
            <numerusform>%n line added</numerusform>
            <numerusform>%n lines added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines removed</source>
        <translation>
            <numerusform>%n line removed</numerusform>
            <numerusform>%n lines removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::DoctorPage</name>
    <message numerus="yes">
        <source>%n servers work as Claude starts them.</source>
        <translation>
            <numerusform>One server works as Claude starts it.</numerusform>
            <numerusform>%n servers work as Claude starts them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things keep Claude from its servers.</source>
        <translation>
            <numerusform>One thing keeps Claude from its servers.</numerusform>
            <numerusform>%n things keep Claude from its servers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything works. %n things could go wrong later.</source>
        <translation>
            <numerusform>Everything works. One thing could go wrong later.</numerusform>
            <numerusform>Everything works. %n things could go wrong later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::HealthWording</name>
    <message numerus="yes">
        <source>%n tools, checked %1</source>
        <comment>%1 is a time such as: 3 minutes ago</comment>
        <translation>
            <numerusform>%n tool, checked %1</numerusform>
            <numerusform>%n tools, checked %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ImportList</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::JsonTab</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This text has %n faults. The forms follow, and you can save, once it has none.</source>
        <translation>
            <numerusform>This text has %n fault. The forms follow, and you can save, once it has none.</numerusform>
            <numerusform>This text has %n faults. The forms follow, and you can save, once it has none.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This text has %n faults, so Claude ignores all of it.</source>
        <translation>
            <numerusform>This text has %n fault, so Claude ignores all of it.</numerusform>
            <numerusform>This text has %n faults, so Claude ignores all of it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Found %n times.</source>
        <translation>
            <numerusform>Found %n time.</numerusform>
            <numerusform>Found %n times.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::KindForm</name>
    <message numerus="yes">
        <source>JWT, expires in %n days</source>
        <translation>
            <numerusform>JWT, expires in %n day</numerusform>
            <numerusform>JWT, expires in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::LogsPage</name>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 lines</source>
        <translation>
            <numerusform>%n of %1 lines</numerusform>
            <numerusform>%n of %1 lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::MendPage</name>
    <message numerus="yes">
        <source>The settings file has %n faults, so Claude ignores all your servers.</source>
        <translation>
            <numerusform>The settings file has %n fault, so Claude ignores all your servers.</numerusform>
            <numerusform>The settings file has %n faults, so Claude ignores all your servers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faults</source>
        <translation>
            <numerusform>%n fault</numerusform>
            <numerusform>%n faults</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more faults</source>
        <translation>
            <numerusform>%n more fault</numerusform>
            <numerusform>%n more faults</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::NoticeBar</name>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file.</source>
        <translation>
            <numerusform>%n server disappeared from the settings file.</numerusform>
            <numerusform>%n servers disappeared from the settings file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n changes wait for Claude to be restarted.</source>
        <translation>
            <numerusform>%n change waits for Claude to be restarted.</numerusform>
            <numerusform>%n changes wait for Claude to be restarted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 servers do not work.</source>
        <translation>
            <numerusform>%n of %1 servers does not work.</numerusform>
            <numerusform>%n of %1 servers do not work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 servers have not been checked yet.</source>
        <translation>
            <numerusform>%n of %1 servers has not been checked yet.</numerusform>
            <numerusform>%n of %1 servers have not been checked yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n servers work.</source>
        <translation>
            <numerusform>Your server works.</numerusform>
            <numerusform>All %n servers work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The settings file has %n faults, so Claude ignores all your servers.</source>
        <translation>
            <numerusform>The settings file has %n fault, so Claude ignores all your servers.</numerusform>
            <numerusform>The settings file has %n faults, so Claude ignores all your servers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file %1.</source>
        <comment>%1 is a time such as: today at 14:05</comment>
        <translation>
            <numerusform>%n server disappeared from the settings file %1.</numerusform>
            <numerusform>%n servers disappeared from the settings file %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file.</source>
        <translation>
            <numerusform>%n server disappeared from the settings file.</numerusform>
            <numerusform>%n servers disappeared from the settings file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %n servers</source>
        <translation>
            <numerusform>Restore %n server</numerusform>
            <numerusform>Restore %n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::PlaceWording</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::PlacesPage</name>
    <message numerus="yes">
        <source>Copy %n servers to the file in use</source>
        <translation>
            <numerusform>Copy %n server to the file in use</numerusform>
            <numerusform>Copy %n servers to the file in use</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ReplaceTokenDialog</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is in %n places:</source>
        <translation>
            <numerusform>It is in %n place:</numerusform>
            <numerusform>It is in %n places:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ReviewPage</name>
    <message numerus="yes">
        <source>%n servers will be different in Claude&apos;s settings file.</source>
        <translation>
            <numerusform>%n server will be different in Claude&apos;s settings file.</numerusform>
            <numerusform>%n servers will be different in Claude&apos;s settings file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of the settings file has %n faults, so nothing is saved.</source>
        <translation>
            <numerusform>The text of the settings file has %n fault, so nothing is saved.</numerusform>
            <numerusform>The text of the settings file has %n faults, so nothing is saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::Shown</name>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ToolCalls</name>
    <message numerus="yes">
        <source>%n tools</source>
        <translation>
            <numerusform>%n tool</numerusform>
            <numerusform>%n tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::UnsavedBar</name>
    <message numerus="yes">
        <source>%n unsaved changes</source>
        <translation>
            <numerusform>%n unsaved change</numerusform>
            <numerusform>%n unsaved changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of the settings file has %n faults. Saving waits until they are mended.</source>
        <translation>
            <numerusform>The text of the settings file has %n fault. Saving waits until it is mended.</numerusform>
            <numerusform>The text of the settings file has %n faults. Saving waits until they are mended.</numerusform>
        </translation>
    </message>
</context>
</TS>
