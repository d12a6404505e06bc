#include "tests/support/testcertificates.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

// One file for all steps: it also takes the place of the machine's openssl.cnf. The [ca] part is needed because
// OpenSSL 3.0 can set both dates of a certificate only through `openssl ca`.
constexpr char configuration[] = R"(
[req]
distinguished_name = name
prompt = no
[name]
O = Kopru tests
[ca]
default_ca = expired_ca
[expired_ca]
database = index.txt
new_certs_dir = .
certificate = authority.pem
private_key = authority.key
default_md = sha256
policy = any_name
unique_subject = no
rand_serial = yes
[any_name]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[loopback]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[below]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = DNS:localhost, IP:127.0.0.1
authorityInfoAccess = caIssuers;URI:http://issuer.invalid/intermediate.crt
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
[other]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = DNS:other.example
)";

constexpr int stepLimit = 30000; // ms, for one openssl command on a loaded machine
const QStringList newKey{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s};

} // namespace

TestCertificates::TestCertificates(const QString &folder) : m_folder(QDir(folder).absolutePath())
{
    if (!QDir().mkpath(m_folder)) {
        m_error = u"cannot create the folder %1"_s.arg(m_folder);
        return;
    }
    if (!make() && m_error.isEmpty())
        m_error = u"certificates could not be made"_s;
}

Certificate TestCertificates::named(const QString &name) const
{
    return {file(name + u".pem"_s), file(name + u".key"_s)};
}

bool TestCertificates::make()
{
    const auto selfSigned = [this](const QString &name, const QString &subject, const QString &extensions) {
        return run(QStringList{u"req"_s, u"-x509"_s} + newKey +
                   QStringList{u"-config"_s, u"test.cnf"_s, u"-extensions"_s, extensions, u"-subj"_s, subject,
                               u"-days"_s, u"30"_s, u"-keyout"_s, name + u".key"_s, u"-out"_s, name + u".pem"_s});
    };
    return write(u"test.cnf"_s, configuration) && write(u"index.txt"_s, {}) &&
           selfSigned(u"authority"_s, u"/CN=Kopru test authority"_s, u"authority"_s) &&
           selfSigned(u"self-signed"_s, u"/CN=localhost"_s, u"loopback"_s) && request(u"good"_s) &&
           sign(u"good"_s, u"loopback"_s) && request(u"wrong-host"_s, u"other.example"_s) &&
           sign(u"wrong-host"_s, u"other"_s) && request(u"expired"_s) &&
           run({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"test.cnf"_s, u"-extensions"_s, u"loopback"_s,
                u"-startdate"_s, u"20200101000000Z"_s, u"-enddate"_s, u"20201231235959Z"_s, u"-in"_s, u"expired.csr"_s,
                u"-out"_s, u"expired.pem"_s});
}

Certificate TestCertificates::notYetValid()
{
    if (!QFile::exists(file(u"future.pem"_s)))
        (void)(request(u"future"_s) &&
               run({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"test.cnf"_s, u"-extensions"_s, u"loopback"_s,
                    u"-startdate"_s, u"20700101000000Z"_s, u"-enddate"_s, u"20701231235959Z"_s, u"-in"_s,
                    u"future.csr"_s, u"-out"_s, u"future.pem"_s}));
    return named(u"future"_s);
}

Certificate TestCertificates::incomplete()
{
    if (!QFile::exists(file(u"below.pem"_s)))
        (void)(request(u"intermediate"_s, u"Kopru test intermediate"_s) && sign(u"intermediate"_s, u"intermediate"_s) &&
               request(u"below"_s) && sign(u"below"_s, u"below"_s, u"intermediate"_s));
    return named(u"below"_s);
}

Certificate TestCertificates::complete()
{
    const Certificate leaf = incomplete();
    QByteArray chain;
    for (const QString &name : {leaf.certificateFile, file(u"intermediate.pem"_s)})
        if (QFile one(name); one.open(QIODevice::ReadOnly))
            chain += one.readAll();
    (void)write(u"chain.pem"_s, chain);
    return {file(u"chain.pem"_s), leaf.keyFile};
}

Certificate TestCertificates::client()
{
    if (!QFile::exists(file(u"client.pem"_s)))
        (void)(request(u"client"_s, u"somebody"_s) && sign(u"client"_s, u"client"_s));
    return named(u"client"_s);
}

bool TestCertificates::request(const QString &name, const QString &host)
{
    return run(QStringList{u"req"_s, u"-new"_s} + newKey +
               QStringList{u"-config"_s, u"test.cnf"_s, u"-subj"_s, u"/CN="_s + host, u"-keyout"_s, name + u".key"_s,
                           u"-out"_s, name + u".csr"_s});
}

bool TestCertificates::sign(const QString &name, const QString &extensions, const QString &issuer)
{
    return run({u"x509"_s, u"-req"_s, u"-in"_s, name + u".csr"_s, u"-CA"_s, issuer + u".pem"_s, u"-CAkey"_s,
                issuer + u".key"_s, u"-CAcreateserial"_s, u"-days"_s, u"30"_s, u"-extfile"_s, u"test.cnf"_s,
                u"-extensions"_s, extensions, u"-out"_s, name + u".pem"_s});
}

bool TestCertificates::write(const QString &name, const QByteArray &text)
{
    QFile target(file(name));
    if (target.open(QIODevice::WriteOnly | QIODevice::Truncate) && target.write(text) == text.size())
        return true;
    m_error = u"cannot write %1: %2"_s.arg(target.fileName(), target.errorString());
    return false;
}

bool TestCertificates::run(const QStringList &arguments)
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"HOME"_s, m_folder);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"OPENSSL_CONF"_s, file(u"test.cnf"_s));

    QProcess openssl;
    openssl.setProcessEnvironment(environment);
    openssl.setWorkingDirectory(m_folder);
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s, arguments, QIODevice::ReadOnly);
    const bool ended = openssl.waitForFinished(stepLimit);
    if (ended && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return true;
    m_error = u"openssl %1: %2 %3"_s.arg(arguments.join(u' '),
                                         ended ? u"exit code %1"_s.arg(openssl.exitCode()) : openssl.errorString(),
                                         QString::fromUtf8(openssl.readAll()).trimmed());
    return false;
}

} // namespace kopru::test
