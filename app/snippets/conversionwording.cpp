#include "app/snippets/conversionwording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct ConversionWords
{
    Q_DECLARE_TR_FUNCTIONS(ConversionWords)
};

} // namespace

QString replacedProgramName(const QString &program)
{
    if (program == u"node-proxy"_s)
        return ConversionWords::tr("the Node script");
    if (program == u"url"_s)
        return ConversionWords::tr("an address alone");
    return program;
}

int timesFaster(const QString &program)
{
    if (program == u"mcp-remote"_s)
        return 150;
    if (program == u"supergateway"_s)
        return 250;
    return program == u"node-proxy"_s ? 7 : 0;
}

QString conversionGain(const QString &program)
{
    if (const int times = timesFaster(program); times > 0)
        //: %1: "mcp-remote" or "the Node script"; %2: a number, 7 at least
        return ConversionWords::tr("Does what %1 does, starts %2 times as fast, and needs no Node.js.")
            .arg(replacedProgramName(program))
            .arg(times);
    return ConversionWords::tr(
        "Claude skips an entry with an address alone. Through the bridge it can use the server.");
}

QString conversionCause(const Conversion &conversion)
{
    if (conversion.state == ConversionState::Done)
        return ConversionWords::tr("This server uses the native bridge already.");
    if (!conversion.refusal)
        return conversion.state == ConversionState::NotMeant
                   ? ConversionWords::tr(
                         "This server is a program of its own. There is nothing that the bridge could replace.")
                   : QString();
    switch (*conversion.refusal) {
    case ConversionRefusal::SignIn:
        return ConversionWords::tr("This server signs in through the browser. The bridge cannot do that yet.");
    case ConversionRefusal::Option:
        return ConversionWords::tr("The entry uses %1, and the bridge has nothing for it.").arg(conversion.detail);
    case ConversionRefusal::ServesOthers:
        return ConversionWords::tr(
            "This entry offers a local program to others over the network. The bridge works the other way round.");
    case ConversionRefusal::UnknownScript:
        return ConversionWords::tr("Kopru does not know the script %1, and so not what it does.")
            .arg(conversion.detail);
    case ConversionRefusal::UnknownStart:
        return ConversionWords::tr("Kopru cannot read for certain what %1 starts here.").arg(conversion.detail);
    case ConversionRefusal::UnknownVariable:
        return ConversionWords::tr("The entry refers to ${%1}, and has no such variable.").arg(conversion.detail);
    case ConversionRefusal::Address:
        return ConversionWords::tr("The entry has no address that the bridge could reach.");
    case ConversionRefusal::BadValue:
        return ConversionWords::tr("One of the entry's values cannot work. %1").arg(conversion.detail);
    case ConversionRefusal::NotWellFormed:
        return ConversionWords::tr("The entry is not in the form that Claude accepts.");
    }
    return {};
}

QString conversionRemedy(const Conversion &conversion)
{
    if (!conversion.refusal)
        return {};
    switch (*conversion.refusal) {
    case ConversionRefusal::SignIn:
        return ConversionWords::tr(
            "It can stay as it is. If the service also gives out tokens, add it again with one.");
    case ConversionRefusal::Option:
        return ConversionWords::tr("It can stay as it is. If the option is not needed, remove it and try again.");
    case ConversionRefusal::ServesOthers:
        return ConversionWords::tr("For Claude, add the program behind --stdio as a program on this computer.");
    case ConversionRefusal::UnknownScript:
        return ConversionWords::tr("If it is a renamed copy of the vendor's script, add the service anew instead.");
    case ConversionRefusal::UnknownStart:
        return ConversionWords::tr("Write the command without what stands around it, or add the service anew.");
    case ConversionRefusal::UnknownVariable:
        return ConversionWords::tr("Edit the server and add the variable, then try again.");
    case ConversionRefusal::Address:
        return ConversionWords::tr("Edit the server and correct the address, then try again.");
    case ConversionRefusal::BadValue:
        return ConversionWords::tr("Edit the server and correct the value, then try again.");
    case ConversionRefusal::NotWellFormed:
        return ConversionWords::tr("Correct the entry first.");
    }
    return {};
}

QString droppedText(const DroppedPart &part)
{
    switch (part.reason) {
    case DropReason::Program:
        return ConversionWords::tr("%1 is no longer started.").arg(part.part);
    case DropReason::OnByItself:
        return ConversionWords::tr("%1 is left out: the bridge needs no such setting.").arg(part.part);
    case DropReason::SignInOnly:
        return ConversionWords::tr("%1 is left out: it only matters for a sign-in in the browser.").arg(part.part);
    case DropReason::Logging:
        return ConversionWords::tr("%1 is left out: the bridge writes into Claude's log for this server.")
            .arg(part.part);
    case DropReason::OtherDirection:
        return ConversionWords::tr("%1 is left out: it has no effect here.").arg(part.part);
    case DropReason::NotRead:
        return part.part == u"…"_s
                   ? ConversionWords::tr("An argument is left out that nothing reads.")
                   : ConversionWords::tr("%1 is left out: it had no effect before either.").arg(part.part);
    case DropReason::NodeOnly:
        return ConversionWords::tr("%1 is left out: it speaks to Node only.").arg(part.part);
    case DropReason::WrittenAnew:
        return ConversionWords::tr("%1 becomes a setting of the bridge.").arg(part.part);
    case DropReason::NotForClaude:
        return ConversionWords::tr("“%1” is left out: Claude does not know it.").arg(part.part);
    }
    return {};
}

QString conversionNoteText(const ConversionNote &note)
{
    switch (note.id) {
    case ConversionNoteId::VerificationOff:
        return ConversionWords::tr("Dangerous: the server's certificate is not checked, as in the old entry. Anybody "
                                   "on the way can read the token.");
    case ConversionNoteId::PlainToPublicHost:
        return ConversionWords::tr(
            "The address is not encrypted. Everybody on the way can read the token: ask for https.");
    case ConversionNoteId::PlainInLocalNetwork:
        return ConversionWords::tr("The address is not encrypted. Others in this network can read along.");
    case ConversionNoteId::SecretMoved:
        return ConversionWords::tr(
                   "A secret moves from the command, where every program can read it, to the variable %1.")
            .arg(note.detail);
    case ConversionNoteId::SecretInUrl:
        return ConversionWords::tr("The address holds a secret. It stays there, because the server wants it so.");
    case ConversionNoteId::ProxyCounts:
        return ConversionWords::tr("%1 counts from now on. The old program does not look at it.").arg(note.detail);
    case ConversionNoteId::PlainCounts:
        return ConversionWords::tr(
            "USE_HTTPS=false counts from now on: without encryption. The old script takes it for true.");
    case ConversionNoteId::Placeholder:
        if (note.detail == u"url"_s || note.detail == u"address"_s)
            return ConversionWords::tr("The address still has to be filled in.");
        return ConversionWords::tr("%1 still has to be filled in.").arg(note.detail);
    case ConversionNoteId::AddressAsHost:
        return ConversionWords::tr("A whole address stood in the place of a host name. The host was taken from it.");
    case ConversionNoteId::TokenId:
        return ConversionWords::tr("This looks like the id of a token. The token itself stands beside it.");
    }
    return {};
}

} // namespace kopru::integrations
