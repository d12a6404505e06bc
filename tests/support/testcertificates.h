#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace kopru::test {

/// A server certificate and its private key, both PEM, the key without a passphrase.
struct Certificate
{
    QString certificateFile;
    QString keyFile;
};

/// A throw-away certificate authority and four server certificates, made by the `openssl` command in one folder.
///
/// Keys are EC P-256. The folder is created if it is missing and belongs to the caller (a QTemporaryDir, usually).
/// If a step fails, isValid() is false and errorText() says which one and what openssl printed.
/// Blocks for some tenths of a second while it is constructed.
class TestCertificates
{
public:
    explicit TestCertificates(const QString &folder);

    bool isValid() const { return m_error.isEmpty(); }
    QString errorText() const { return m_error; }

    QString authorityFile() const { return file(QStringLiteral("authority.pem")); }
    Certificate good() const { return named(QStringLiteral("good")); }              ///< localhost, 127.0.0.1 and ::1
    Certificate wrongHost() const { return named(QStringLiteral("wrong-host")); }   ///< other.example only
    Certificate expired() const { return named(QStringLiteral("expired")); }        ///< as good(), valid during 2020
    Certificate selfSigned() const { return named(QStringLiteral("self-signed")); } ///< as good(), no authority

    // Made when they are asked for first; errorText() tells where that failed.
    Certificate notYetValid(); ///< as good(), valid during 2070
    Certificate incomplete();  ///< as good(), but issued by an intermediate that it names and does not bring along
    Certificate complete();    ///< the same with the intermediate
    Certificate client();      ///< of a client, issued by the authority

    /// One more openssl command in the folder.
    bool run(const QStringList &arguments);
    QString file(const QString &name) const { return m_folder + QLatin1Char('/') + name; }

private:
    Certificate named(const QString &name) const;
    bool make();
    bool write(const QString &name, const QByteArray &text);
    bool request(const QString &name, const QString &host = QStringLiteral("localhost"));
    bool sign(const QString &name, const QString &extensions, const QString &issuer = QStringLiteral("authority"));

    QString m_folder;
    QString m_error;
};

} // namespace kopru::test
