<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="tr_TR">
<context>
    <name>BridgeWords</name>
    <message>
        <source>The bridge is not installed.</source>
        <translation>Köprü kurulu değil.</translation>
    </message>
    <message>
        <source>The bridge is installed and up to date.</source>
        <translation>Köprü kurulu ve güncel.</translation>
    </message>
    <message>
        <source>Another version of the bridge is installed.</source>
        <translation>Köprünün başka bir sürümü kurulu.</translation>
    </message>
    <message>
        <source>The installed bridge is damaged.</source>
        <translation>Kurulu köprü bozulmuş.</translation>
    </message>
    <message>
        <source>The bridge that belongs to Kopru is missing: %1</source>
        <translation>Kopru&apos;nun köprü programı eksik: %1</translation>
    </message>
    <message>
        <source>Install Kopru again.</source>
        <translation>Kopru&apos;yu yeniden kurun.</translation>
    </message>
    <message>
        <source>The bridge that belongs to Kopru was changed after it was built: %1</source>
        <translation>Kopru&apos;nun köprü programı derlendikten sonra değiştirilmiş: %1</translation>
    </message>
    <message>
        <source>The bridge could not be installed. %1</source>
        <translation>Köprü kurulamadı. %1</translation>
    </message>
    <message>
        <source>The installed bridge does not start: %1</source>
        <translation>Kurulan köprü başlamıyor: %1</translation>
    </message>
    <message>
        <source>Allow this program in your security software, or ask whoever looks after this computer.</source>
        <translation>Güvenlik yazılımınızda bu programa izin verin veya bu bilgisayardan sorumlu kişiye danışın.</translation>
    </message>
</context>
<context>
    <name>CheckWords</name>
    <message>
        <source>The bridge does not understand its arguments.</source>
        <translation>Köprü kendisine verilen argümanları anlamıyor.</translation>
    </message>
    <message>
        <source>Open the server&apos;s settings in Kopru and save them again.</source>
        <translation>Kopru&apos;da sunucunun ayarlarını açıp yeniden kaydedin.</translation>
    </message>
    <message>
        <source>A value that the bridge needs is missing: %1</source>
        <translation>Köprünün ihtiyaç duyduğu bir değer eksik: %1</translation>
    </message>
    <message>
        <source>Open the server&apos;s settings and fill in the empty field.</source>
        <translation>Sunucunun ayarlarını açıp boş alanı doldurun.</translation>
    </message>
    <message>
        <source>A value of this server cannot be understood: %1</source>
        <translation>Bu sunucunun bir değeri anlaşılamıyor: %1</translation>
    </message>
    <message>
        <source>Open the server&apos;s settings and correct this field.</source>
        <translation>Sunucunun ayarlarını açıp bu alanı düzeltin.</translation>
    </message>
    <message>
        <source>The server&apos;s address is not a web address.</source>
        <translation>Sunucunun adresi bir web adresi değil.</translation>
    </message>
    <message>
        <source>Correct the address in the server&apos;s settings.</source>
        <translation>Adresi sunucunun ayarlarında düzeltin.</translation>
    </message>
    <message>
        <source>No computer named “%1” was found.</source>
        <translation>“%1” adında bir bilgisayar bulunamadı.</translation>
    </message>
    <message>
        <source>Check the spelling of the address. If it is right, connect to your company&apos;s network or VPN.</source>
        <translation>Adresin yazımını kontrol edin. Doğruysa şirketinizin ağına veya VPN&apos;ine bağlanın.</translation>
    </message>
    <message>
        <source>The computer answered, but no service listens on this port.</source>
        <translation>Bilgisayar yanıt verdi, ancak bu bağlantı noktasında çalışan bir hizmet yok.</translation>
    </message>
    <message>
        <source>Check the port in the settings, or ask whether the server is running.</source>
        <translation>Ayarlardaki bağlantı noktasını kontrol edin veya sunucunun çalışıp çalışmadığını sorun.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Sunucu zamanında yanıt vermedi.</translation>
    </message>
    <message>
        <source>Check the network or VPN. A firewall may block this address.</source>
        <translation>Ağı veya VPN&apos;i kontrol edin. Bir güvenlik duvarı bu adresi engelliyor olabilir.</translation>
    </message>
    <message>
        <source>The server cannot be reached from this network.</source>
        <translation>Sunucuya bu ağdan ulaşılamıyor.</translation>
    </message>
    <message>
        <source>Check the internet connection or the VPN.</source>
        <translation>İnternet bağlantısını veya VPN&apos;i kontrol edin.</translation>
    </message>
    <message>
        <source>The connection was closed before an answer came.</source>
        <translation>Yanıt gelmeden bağlantı kapandı.</translation>
    </message>
    <message>
        <source>Check again. If it stays so, tell the server&apos;s administrator the time of this check.</source>
        <translation>Yeniden kontrol edin. Böyle kalırsa sunucu yöneticisine bu kontrolün saatini bildirin.</translation>
    </message>
    <message>
        <source>The proxy of your network did not make the connection.</source>
        <translation>Ağınızın vekil sunucusu (proxy) bağlantıyı kurmadı.</translation>
    </message>
    <message>
        <source>Check the proxy in your system&apos;s network settings.</source>
        <translation>Sisteminizin ağ ayarlarındaki vekil sunucuyu kontrol edin.</translation>
    </message>
    <message>
        <source>The proxy of your network asks for a sign-in.</source>
        <translation>Ağınızın vekil sunucusu (proxy) oturum açmanızı istiyor.</translation>
    </message>
    <message>
        <source>Ask your administrator for a proxy that this program may use.</source>
        <translation>Yöneticinizden bu programın kullanabileceği bir vekil sunucu isteyin.</translation>
    </message>
    <message>
        <source>The certificate of “%1” is not trusted. It was issued by “%2”.</source>
        <translation>“%1” sertifikasına güvenilmiyor. Veren kurum: “%2”.</translation>
    </message>
    <message>
        <source>If it is your company&apos;s certificate, ask your administrator for the issuer&apos;s certificate file and install it on this computer.</source>
        <translation>Şirketinizin sertifikasıysa yöneticinizden veren kurumun sertifika dosyasını isteyip bu bilgisayara yükleyin.</translation>
    </message>
    <message>
        <source>The server “%1” vouches only for itself: its certificate is self-signed.</source>
        <translation>“%1” sunucusunun sertifikası kendinden imzalı: kimliğini yalnızca kendisi doğruluyor.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator for a certificate from a known issuer.</source>
        <translation>Sunucu yöneticisinden tanınan bir kurumun verdiği bir sertifika isteyin.</translation>
    </message>
    <message>
        <source>The certificate is not for “%1”.</source>
        <translation>Sertifika “%1” için verilmemiş.</translation>
    </message>
    <message>
        <source>Check the address. It must be the name that the certificate was made for.</source>
        <translation>Adresi kontrol edin. Sertifikanın verildiği ad olmalıdır.</translation>
    </message>
    <message>
        <source>Check the address. The certificate was made for: %1</source>
        <translation>Adresi kontrol edin. Sertifikanın verildiği ad: %1</translation>
    </message>
    <message>
        <source>The certificate of “%1” has expired.</source>
        <translation>“%1” sertifikasının süresi dolmuş.</translation>
    </message>
    <message>
        <source>The certificate of “%1” expired on %2.</source>
        <translation>“%1” sertifikasının süresi %2 tarihinde dolmuş.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator to renew it. Check this computer&apos;s date too.</source>
        <translation>Sunucu yöneticisinden yenilemesini isteyin. Bu bilgisayarın tarihini de kontrol edin.</translation>
    </message>
    <message>
        <source>The certificate of “%1” is not valid yet.</source>
        <translation>“%1” sertifikası henüz geçerli değil.</translation>
    </message>
    <message>
        <source>Check the date and time of this computer.</source>
        <translation>Bu bilgisayarın tarihini ve saatini kontrol edin.</translation>
    </message>
    <message>
        <source>The server “%1” does not send its whole certificate chain.</source>
        <translation>“%1” sunucusu sertifika zincirinin tamamını göndermiyor.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator to install the intermediate certificate.</source>
        <translation>Sunucu yöneticisinden ara sertifikayı yüklemesini isteyin.</translation>
    </message>
    <message>
        <source>No encrypted connection to “%1” could be agreed on.</source>
        <translation>“%1” ile şifreli bağlantı kurulamadı.</translation>
    </message>
    <message>
        <source>Check the port, and whether the server uses HTTPS there.</source>
        <translation>Bağlantı noktasını ve sunucunun orada HTTPS kullanıp kullanmadığını kontrol edin.</translation>
    </message>
    <message>
        <source>Create a new token and paste it into the server&apos;s settings.</source>
        <translation>Yeni bir token oluşturup sunucunun ayarlarına yapıştırın.</translation>
    </message>
    <message>
        <source>This server wants a sign-in in the browser (OAuth).</source>
        <translation>Bu sunucu tarayıcıda oturum açılmasını istiyor (OAuth).</translation>
    </message>
    <message>
        <source>Add it to Claude as a connector, or ask its vendor for a token.</source>
        <translation>Claude&apos;a bağlayıcı olarak ekleyin veya sağlayıcısından bir token isteyin.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator for the permission.</source>
        <translation>Sunucu yöneticisinden izin isteyin.</translation>
    </message>
    <message>
        <source>The server has nothing at this path (404).</source>
        <translation>Sunucuda bu yolda bir şey yok (404).</translation>
    </message>
    <message>
        <source>Check the address after the host name against the vendor&apos;s instructions.</source>
        <translation>Adresin sunucu adından sonraki bölümünü sağlayıcının yönergeleriyle karşılaştırın.</translation>
    </message>
    <message>
        <source>There is a web page at this address, but no MCP server (405).</source>
        <translation>Bu adreste bir web sayfası var, ancak MCP sunucusu yok (405).</translation>
    </message>
    <message>
        <source>The server takes no more requests for now (429).</source>
        <translation>Sunucu şu anda yeni istek kabul etmiyor (429).</translation>
    </message>
    <message>
        <source>Wait a few minutes and check again.</source>
        <translation>Birkaç dakika bekleyip yeniden kontrol edin.</translation>
    </message>
    <message>
        <source>Check again in %1 seconds.</source>
        <translation>%1 saniye sonra yeniden kontrol edin.</translation>
    </message>
    <message>
        <source>The server reports a fault of its own (%1).</source>
        <translation>Sunucu kendisinde bir hata bildiriyor (%1).</translation>
    </message>
    <message>
        <source>Check again later, or tell the server&apos;s administrator the time of this check.</source>
        <translation>Daha sonra yeniden kontrol edin veya sunucu yöneticisine bu kontrolün saatini bildirin.</translation>
    </message>
    <message>
        <source>The server answered with status %1.</source>
        <translation>Sunucu %1 durum koduyla yanıt verdi.</translation>
    </message>
    <message>
        <source>Check the address against the vendor&apos;s instructions.</source>
        <translation>Adresi sağlayıcının yönergeleriyle karşılaştırın.</translation>
    </message>
    <message>
        <source>The server sends visitors on to another address: %1</source>
        <translation>Sunucu başka bir adrese yönlendiriyor: %1</translation>
    </message>
    <message>
        <source>If you trust that address, enter it in the server&apos;s settings.</source>
        <translation>Bu adrese güveniyorsanız sunucunun ayarlarına onu girin.</translation>
    </message>
    <message>
        <source>The answer is not from an MCP server. It looks like a web page.</source>
        <translation>Yanıt bir MCP sunucusundan gelmiyor; bir web sayfasına benziyor.</translation>
    </message>
    <message>
        <source>Check the address after the host name. A sign-in page of the network may be in between.</source>
        <translation>Adresin sunucu adından sonraki bölümünü kontrol edin. Araya ağın oturum açma sayfası girmiş olabilir.</translation>
    </message>
    <message>
        <source>The answer is not in the form of MCP.</source>
        <translation>Yanıt MCP biçiminde değil.</translation>
    </message>
    <message>
        <source>A message is larger than the bridge accepts.</source>
        <translation>Bir ileti köprünün kabul ettiğinden büyük.</translation>
    </message>
    <message>
        <source>Ask for less at once, or raise the limit in the entry.</source>
        <translation>Bir kerede daha az isteyin veya girdideki sınırı yükseltin.</translation>
    </message>
    <message>
        <source>The answer is compressed in a way that the bridge does not read.</source>
        <translation>Yanıt, köprünün okuyamadığı bir biçimde sıkıştırılmış.</translation>
    </message>
    <message>
        <source>Tell the server&apos;s administrator.</source>
        <translation>Sunucu yöneticisine bildirin.</translation>
    </message>
    <message>
        <source>The server forgot the session, for example because it was restarted.</source>
        <translation>Sunucu oturumu unuttu; örneğin yeniden başlatılmış olabilir.</translation>
    </message>
    <message>
        <source>Check again. If it stays so, restart Claude.</source>
        <translation>Yeniden kontrol edin. Böyle kalırsa Claude&apos;u yeniden başlatın.</translation>
    </message>
    <message>
        <source>The server took the request, but did not answer in time.</source>
        <translation>Sunucu isteği aldı, ancak zamanında yanıt vermedi.</translation>
    </message>
    <message>
        <source>Check again later, or raise the time limit in the server&apos;s settings.</source>
        <translation>Daha sonra yeniden kontrol edin veya sunucunun ayarlarında süre sınırını yükseltin.</translation>
    </message>
    <message>
        <source>The bridge was ended before the answer came.</source>
        <translation>Köprü, yanıt gelmeden sonlandırıldı.</translation>
    </message>
    <message>
        <source>Check again.</source>
        <translation>Yeniden kontrol edin.</translation>
    </message>
    <message>
        <source>The server speaks only a version of MCP that is not supported yet.</source>
        <translation>Sunucu yalnızca henüz desteklenmeyen bir MCP sürümünü konuşuyor.</translation>
    </message>
    <message>
        <source>Look for a newer version of Kopru.</source>
        <translation>Kopru&apos;nun daha yeni bir sürümü olup olmadığına bakın.</translation>
    </message>
    <message>
        <source>The server refused to begin: %1</source>
        <translation>Sunucu başlamayı reddetti: %1</translation>
    </message>
    <message>
        <source>Follow its message, or ask the server&apos;s administrator.</source>
        <translation>İletisinde yazanı yapın veya sunucu yöneticisine danışın.</translation>
    </message>
    <message>
        <source>A message could not be read as JSON.</source>
        <translation>Bir ileti JSON olarak okunamadı.</translation>
    </message>
    <message>
        <source>This server has no command.</source>
        <translation>Bu sunucunun komutu yok.</translation>
    </message>
    <message>
        <source>Enter the command in the server&apos;s settings.</source>
        <translation>Komutu sunucunun ayarlarına girin.</translation>
    </message>
    <message>
        <source>Claude would not find the command “%1”.</source>
        <translation>Claude “%1” komutunu bulamaz.</translation>
    </message>
    <message>
        <source>Enter its full path, or install the program.</source>
        <translation>Tam yolunu girin veya programı kurun.</translation>
    </message>
    <message>
        <source>The file “%1” may not be run as a program.</source>
        <translation>“%1” dosyasının program olarak çalıştırılma izni yok.</translation>
    </message>
    <message>
        <source>Make it executable, or choose the right file.</source>
        <translation>Dosyayı çalıştırılabilir yapın veya doğru dosyayı seçin.</translation>
    </message>
    <message>
        <source>“%1” is a folder, not a program.</source>
        <translation>“%1” bir program değil, bir klasör.</translation>
    </message>
    <message>
        <source>Enter the path of the program inside it.</source>
        <translation>İçindeki programın yolunu girin.</translation>
    </message>
    <message>
        <source>Kopru&apos;s bridge is not installed.</source>
        <translation>Kopru&apos;nun köprüsü kurulu değil.</translation>
    </message>
    <message>
        <source>Install the bridge.</source>
        <translation>Köprüyü kurun.</translation>
    </message>
    <message>
        <source>The program could not be started: %1</source>
        <translation>Program başlatılamadı: %1</translation>
    </message>
    <message>
        <source>Check that the file is a program for this computer.</source>
        <translation>Dosyanın bu bilgisayar için bir program olduğunu kontrol edin.</translation>
    </message>
    <message>
        <source>The program ended before it answered.</source>
        <translation>Program yanıt vermeden sona erdi.</translation>
    </message>
    <message>
        <source>The program ended before it answered. Its last words: %1</source>
        <translation>Program yanıt vermeden sona erdi. Son yazdığı: %1</translation>
    </message>
    <message>
        <source>Check its arguments and environment variables in the server&apos;s settings.</source>
        <translation>Sunucunun ayarlarında argümanlarını ve ortam değişkenlerini kontrol edin.</translation>
    </message>
    <message>
        <source>The program did not answer within Claude&apos;s limit of 60 seconds.</source>
        <translation>Program Claude&apos;un 60 saniyelik sınırı içinde yanıt vermedi.</translation>
    </message>
    <message>
        <source>Start it once by hand to see what it waits for.</source>
        <translation>Neyi beklediğini görmek için bir kez elle başlatın.</translation>
    </message>
    <message>
        <source>The program answered, but not as an MCP server.</source>
        <translation>Program yanıt verdi, ancak bir MCP sunucusu gibi değil.</translation>
    </message>
    <message>
        <source>Check that the command starts the MCP server of this program.</source>
        <translation>Komutun bu programın MCP sunucusunu başlattığını kontrol edin.</translation>
    </message>
    <message>
        <source>The program writes other text between its messages: %1</source>
        <translation>Program iletilerinin arasına başka metin yazıyor: %1</translation>
    </message>
    <message>
        <source>Its maker should send this text to the error output. Claude may lose the connection.</source>
        <translation>Programın yapımcısı bu metni hata çıktısına yazmalıdır. Claude bağlantıyı kaybedebilir.</translation>
    </message>
    <message>
        <source>The program needs more than half of Claude&apos;s limit of 60 seconds to start.</source>
        <translation>Programın başlaması Claude&apos;un 60 saniyelik sınırının yarısından uzun sürüyor.</translation>
    </message>
    <message>
        <source>Start it once by hand so that it can download what it needs.</source>
        <translation>Gereken dosyaları indirebilmesi için bir kez elle başlatın.</translation>
    </message>
    <message>
        <source>The server could not list its tools: %1</source>
        <translation>Sunucu araçlarını listeleyemedi: %1</translation>
    </message>
    <message>
        <source>Check again later, or ask the server&apos;s administrator.</source>
        <translation>Daha sonra yeniden kontrol edin veya sunucu yöneticisine danışın.</translation>
    </message>
    <message>
        <source>Claude does not accept the tool name “%1” and so no tool of this server.</source>
        <translation>Claude “%1” araç adını kabul etmiyor; bu yüzden bu sunucunun hiçbir aracını kullanmıyor.</translation>
    </message>
    <message>
        <source>Tell the maker of the server: only letters, digits, - and _ are allowed.</source>
        <translation>Sunucunun yapımcısına bildirin: yalnızca harf, rakam, - ve _ kullanılabilir.</translation>
    </message>
    <message>
        <source>The server works, but offers no tools.</source>
        <translation>Sunucu çalışıyor, ancak hiç araç sunmuyor.</translation>
    </message>
    <message>
        <source>Check that the token may use some service.</source>
        <translation>Token&apos;ın en az bir hizmeti kullanma izni olduğunu kontrol edin.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adres</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Vekil sunucu</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>Ad çözümleme</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Bağlantı</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Şifreleme</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Yanıt</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Command found</source>
        <translation>Komut bulundu</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Başlatıldı</translation>
    </message>
    <message>
        <source>MCP begun</source>
        <translation>MCP başladı</translation>
    </message>
    <message>
        <source>Tools listed</source>
        <translation>Araçlar listelendi</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>bekliyor</translation>
    </message>
    <message>
        <source>running</source>
        <translation>çalışıyor</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>başarılı</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>uyarı</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>başarısız</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>atlandı</translation>
    </message>
    <message>
        <source>Claude</source>
        <translation>Claude</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Komut</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Ağ</translation>
    </message>
    <message>
        <source>Server</source>
        <comment>link of the chain</comment>
        <translation>Sunucu</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adresler</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Sunucu adı</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Bağlantı noktası</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Yol</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Veren kurum</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>Sertifika sahibi</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>Geçerli adlar</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Süresi doluyor</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>Kalan gün</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokol</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Durum</translation>
    </message>
    <message>
        <source>Content type</source>
        <translation>İçerik türü</translation>
    </message>
    <message>
        <source>Retry after</source>
        <translation>Yeniden deneme</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Hedef</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>İleti</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kod</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Değişken</translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation>Çıkış kodu</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Sinyal</translation>
    </message>
    <message>
        <source>Error output</source>
        <translation>Hata çıktısı</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Çıktı</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Sunucu</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Araçlar</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Araç</translation>
    </message>
    <message numerus="yes">
        <source>“%1” works: %n tool(s).</source>
        <translation>
            <numerusform>“%1” çalışıyor: %n araç.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” can be reached from this computer.</source>
        <translation>“%1” sunucusuna bu bilgisayardan ulaşılabiliyor.</translation>
    </message>
    <message>
        <source>“%1” works, with a warning.</source>
        <translation>“%1” çalışıyor, ancak bir uyarı var.</translation>
    </message>
    <message>
        <source>“%1” does not work.</source>
        <translation>“%1” çalışmıyor.</translation>
    </message>
    <message>
        <source>The check of “%1” was stopped.</source>
        <translation>“%1” kontrolü durduruldu.</translation>
    </message>
    <message>
        <source>The keychain of this computer does not answer.</source>
        <translation>Bu bilgisayarın parola kasası yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Enter the token in the server&apos;s settings, so that it is kept there.</source>
        <translation>Token&apos;ı sunucunun ayarlarına girin; böylece orada saklanır.</translation>
    </message>
    <message>
        <source>The keychain of this computer is locked.</source>
        <translation>Bu bilgisayarın parola kasası kilitli.</translation>
    </message>
    <message>
        <source>Unlock it by signing in to this computer, then restart Claude.</source>
        <translation>Bu bilgisayarda oturum açarak kilidi açın, ardından Claude&apos;u yeniden başlatın.</translation>
    </message>
    <message>
        <source>The keychain did not give the token out.</source>
        <translation>Parola kasası token&apos;ı vermedi.</translation>
    </message>
    <message>
        <source>Allow the access when you are asked, or enter the token in the server&apos;s settings.</source>
        <translation>Sorulduğunda erişime izin verin veya token&apos;ı sunucunun ayarlarına girin.</translation>
    </message>
    <message>
        <source>The keychain holds no token for this server.</source>
        <translation>Parola kasasında bu sunucu için bir token yok.</translation>
    </message>
    <message>
        <source>Enter the token again in the server&apos;s settings.</source>
        <translation>Token&apos;ı sunucunun ayarlarına yeniden girin.</translation>
    </message>
    <message>
        <source>The proxy of your network accepts only a Windows sign-in (%1).</source>
        <translation>Ağınızın vekil sunucusu yalnızca Windows oturumunu kabul ediyor (%1).</translation>
    </message>
    <message>
        <source>Ask your administrator to let this address pass without it.</source>
        <translation>Yöneticinizden bu adrese oturum istenmeden izin vermesini isteyin.</translation>
    </message>
    <message>
        <source>The server “%1” speaks only an outdated version of TLS.</source>
        <translation>“%1” sunucusu yalnızca eski bir TLS sürümünü konuşuyor.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator to switch TLS 1.2 or later on.</source>
        <translation>Sunucunun yöneticisinden TLS 1.2 veya sonrasını açmasını isteyin.</translation>
    </message>
    <message>
        <source>This certificate file cannot be read: %1</source>
        <translation>Bu sertifika dosyası okunamıyor: %1</translation>
    </message>
    <message>
        <source>Choose the right file in the server&apos;s settings. It must be a PEM file.</source>
        <translation>Sunucunun ayarlarında doğru dosyayı seçin. Dosya PEM biçiminde olmalıdır.</translation>
    </message>
    <message>
        <source>The server “%1” wants a certificate of this computer.</source>
        <translation>“%1” sunucusu bu bilgisayardan bir sertifika istiyor.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator for a client certificate.</source>
        <translation>Sunucunun yöneticisinden bir istemci sertifikası isteyin.</translation>
    </message>
    <message>
        <source>The compressed answer of the server could not be unpacked.</source>
        <translation>Sunucunun sıkıştırılmış yanıtı açılamadı.</translation>
    </message>
    <message>
        <source>Check again. If it stays so, tell the server&apos;s administrator.</source>
        <translation>Yeniden kontrol edin. Durum sürerse sunucunun yöneticisine bildirin.</translation>
    </message>
    <message>
        <source>The server did not switch to WebSocket.</source>
        <translation>Sunucu WebSocket&apos;e geçmedi.</translation>
    </message>
    <message>
        <source>The server did not switch to WebSocket (status %1).</source>
        <translation>Sunucu WebSocket&apos;e geçmedi (durum %1).</translation>
    </message>
    <message>
        <source>Check the path of the address, and whether a proxy in between allows WebSocket.</source>
        <translation>Adresin yolunu ve aradaki bir vekil sunucunun WebSocket&apos;e izin verip vermediğini kontrol edin.</translation>
    </message>
    <message>
        <source>Check again. If it stays so, tell the server&apos;s administrator this code.</source>
        <translation>Yeniden kontrol edin. Durum sürerse bu kodu sunucunun yöneticisine bildirin.</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Yöntemler</translation>
    </message>
    <message>
        <source>Keychain item</source>
        <translation>Kasa kaydı</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Dosya</translation>
    </message>
    <message>
        <source>Reason given</source>
        <translation>Bildirilen neden</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Anlamı</translation>
    </message>
    <message>
        <source>Token from the keychain</source>
        <translation>Parola kasasındaki token</translation>
    </message>
    <message>
        <source>an ordinary end</source>
        <translation>olağan bir kapanış</translation>
    </message>
    <message>
        <source>it is going away</source>
        <translation>sunucu kapanıyor</translation>
    </message>
    <message>
        <source>a fault in the protocol, often a refused token</source>
        <translation>protokol hatası, çoğunlukla reddedilen bir token</translation>
    </message>
    <message>
        <source>a kind of data that it does not accept</source>
        <translation>kabul etmediği türde bir veri</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>neden belirtilmedi</translation>
    </message>
    <message>
        <source>a message with invalid text</source>
        <translation>geçersiz metin içeren bir ileti</translation>
    </message>
    <message>
        <source>against its rules, often a refused token</source>
        <translation>sunucunun kurallarına aykırı, çoğunlukla reddedilen bir token</translation>
    </message>
    <message>
        <source>a message that is too large for it</source>
        <translation>sunucu için fazla büyük bir ileti</translation>
    </message>
    <message>
        <source>an extension is missing</source>
        <translation>eksik bir uzantı</translation>
    </message>
    <message>
        <source>a fault of its own</source>
        <translation>sunucunun kendi hatası</translation>
    </message>
    <message>
        <source>it is being restarted</source>
        <translation>sunucu yeniden başlatılıyor</translation>
    </message>
    <message>
        <source>it is busy</source>
        <translation>sunucu şu anda meşgul</translation>
    </message>
    <message>
        <source>a server behind it does not answer</source>
        <translation>arkasındaki bir sunucu yanıt vermiyor</translation>
    </message>
    <message>
        <source>it waited too long</source>
        <translation>sunucu fazla bekledi</translation>
    </message>
    <message>
        <source>a reason of its own</source>
        <translation>sunucuya özgü bir neden</translation>
    </message>
    <message>
        <source>The server closed the connection: %1 (code %2).</source>
        <translation>Sunucu bağlantıyı kapattı: %1 (kod %2).</translation>
    </message>
    <message>
        <source>Create a new token and paste it into the server&apos;s settings. If it stays so, tell the server&apos;s administrator this code.</source>
        <translation>Yeni bir token oluşturup sunucunun ayarlarına yapıştırın. Değişmezse bu kodu sunucu yöneticisine bildirin.</translation>
    </message>
    <message>
        <source>Check again in a few minutes.</source>
        <translation>Birkaç dakika sonra yeniden kontrol edin.</translation>
    </message>
    <message>
        <source>This token was refused by the server (%1).</source>
        <translation>Bu token sunucu tarafından reddedildi (%1).</translation>
    </message>
    <message>
        <source>The token is known, but it may not use this service (%1).</source>
        <translation>Token tanınıyor, ancak bu hizmeti kullanma izni yok (%1).</translation>
    </message>
    <message>
        <source>The request for a WebSocket did not reach the server whole (status 426).</source>
        <translation>WebSocket isteği sunucuya eksik ulaştı (durum 426).</translation>
    </message>
    <message>
        <source>A proxy in between probably changes it: ask its administrator to allow WebSocket.</source>
        <translation>Aradaki bir vekil sunucu (proxy) isteği değiştiriyor olabilir: yöneticisinden WebSocket&apos;e izin vermesini isteyin.</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
</context>
<context>
    <name>ComparisonWords</name>
    <message>
        <source>The bridge does what the old entry does: both work, with the same tools.</source>
        <translation>Köprü eski girdinin yaptığını yapıyor: ikisi de aynı araçlarla çalışıyor.</translation>
    </message>
    <message>
        <source>The bridge works. The old entry does not.</source>
        <translation>Köprü çalışıyor. Eski girdi çalışmıyor.</translation>
    </message>
    <message>
        <source>Neither works at the moment, so it is not known whether the bridge would.</source>
        <translation>Şu anda ikisi de çalışmıyor; bu yüzden köprünün çalışıp çalışmayacağı bilinmiyor.</translation>
    </message>
    <message>
        <source>With the bridge these tools are missing: %1</source>
        <translation>Köprüyle şu araçlar eksik kalıyor: %1</translation>
    </message>
    <message>
        <source>The old entry works and the bridge does not. Better leave it as it is.</source>
        <translation>Eski girdi çalışıyor, köprü çalışmıyor. Olduğu gibi bırakmak daha iyi.</translation>
    </message>
    <message>
        <source>The server asks for a sign-in in the browser, which the bridge cannot do yet.</source>
        <translation>Sunucu tarayıcıda oturum açılmasını istiyor; köprü bunu henüz yapamıyor.</translation>
    </message>
    <message>
        <source>The check was stopped, so it is not known whether the bridge works.</source>
        <translation>Kontrol durduruldu; bu yüzden köprünün çalışıp çalışmadığı bilinmiyor.</translation>
    </message>
</context>
<context>
    <name>ConversionWords</name>
    <message>
        <source>the Node script</source>
        <translation>Node betiği</translation>
    </message>
    <message>
        <source>an address alone</source>
        <translation>yalnızca bir adres</translation>
    </message>
    <message>
        <source>Does what %1 does, starts %2 times as fast, and needs no Node.js.</source>
        <extracomment>%1: &quot;mcp-remote&quot; or &quot;the Node script&quot;; %2: a number, 7 at least</extracomment>
        <translation>%1 ne yapıyorsa onu yapar, %2 kat daha hızlı başlar ve Node.js gerektirmez.</translation>
    </message>
    <message>
        <source>Claude skips an entry with an address alone. Through the bridge it can use the server.</source>
        <translation>Claude, yalnızca adresi olan girdiyi atlar. Köprü üzerinden sunucuyu kullanabilir.</translation>
    </message>
    <message>
        <source>This server uses the native bridge already.</source>
        <translation>Bu sunucu zaten yerel köprüyü kullanıyor.</translation>
    </message>
    <message>
        <source>This server is a program of its own. There is nothing that the bridge could replace.</source>
        <translation>Bu sunucu kendi başına bir program. Köprünün yerine geçebileceği bir şey yok.</translation>
    </message>
    <message>
        <source>This server signs in through the browser. The bridge cannot do that yet.</source>
        <translation>Bu sunucu tarayıcı üzerinden oturum açıyor. Köprü bunu henüz yapamıyor.</translation>
    </message>
    <message>
        <source>The entry uses %1, and the bridge has nothing for it.</source>
        <translation>Girdi %1 kullanıyor; köprüde bunun karşılığı yok.</translation>
    </message>
    <message>
        <source>This entry offers a local program to others over the network. The bridge works the other way round.</source>
        <translation>Bu girdi, bu bilgisayardaki bir programı ağ üzerinden başkalarına sunuyor. Köprü ters yönde çalışır.</translation>
    </message>
    <message>
        <source>Kopru does not know the script %1, and so not what it does.</source>
        <translation>Kopru %1 betiğini tanımıyor; bu yüzden ne yaptığını bilmiyor.</translation>
    </message>
    <message>
        <source>Kopru cannot read for certain what %1 starts here.</source>
        <translation>Kopru, burada %1 ile neyin başlatıldığını kesin olarak okuyamıyor.</translation>
    </message>
    <message>
        <source>The entry refers to ${%1}, and has no such variable.</source>
        <translation>Girdi ${%1} değişkenine başvuruyor, ama böyle bir değişkeni yok.</translation>
    </message>
    <message>
        <source>The entry has no address that the bridge could reach.</source>
        <translation>Girdide köprünün ulaşabileceği bir adres yok.</translation>
    </message>
    <message>
        <source>One of the entry&apos;s values cannot work. %1</source>
        <translation>Girdinin değerlerinden biri çalışamaz. %1</translation>
    </message>
    <message>
        <source>The entry is not in the form that Claude accepts.</source>
        <translation>Girdi, Claude&apos;un kabul ettiği biçimde değil.</translation>
    </message>
    <message>
        <source>It can stay as it is. If the service also gives out tokens, add it again with one.</source>
        <translation>Olduğu gibi kalabilir. Hizmet token da veriyorsa, sunucuyu bir token ile yeniden ekleyin.</translation>
    </message>
    <message>
        <source>It can stay as it is. If the option is not needed, remove it and try again.</source>
        <translation>Olduğu gibi kalabilir. Bu seçeneğe gerek yoksa kaldırıp yeniden deneyin.</translation>
    </message>
    <message>
        <source>For Claude, add the program behind --stdio as a program on this computer.</source>
        <translation>Claude için, --stdio seçeneğinin arkasındaki programı bu bilgisayardaki bir program olarak ekleyin.</translation>
    </message>
    <message>
        <source>If it is a renamed copy of the vendor&apos;s script, add the service anew instead.</source>
        <translation>Satıcının betiğinin adı değiştirilmiş bir kopyasıysa, bunun yerine hizmeti yeniden ekleyin.</translation>
    </message>
    <message>
        <source>Write the command without what stands around it, or add the service anew.</source>
        <translation>Komutu, çevresindekiler olmadan yazın ya da hizmeti yeniden ekleyin.</translation>
    </message>
    <message>
        <source>Edit the server and add the variable, then try again.</source>
        <translation>Sunucuyu düzenleyip değişkeni ekleyin, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>Edit the server and correct the address, then try again.</source>
        <translation>Sunucuyu düzenleyip adresi düzeltin, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>Edit the server and correct the value, then try again.</source>
        <translation>Sunucuyu düzenleyip değeri düzeltin, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>Correct the entry first.</source>
        <translation>Önce girdiyi düzeltin.</translation>
    </message>
    <message>
        <source>%1 is no longer started.</source>
        <translation>%1 artık başlatılmıyor.</translation>
    </message>
    <message>
        <source>%1 is left out: the bridge needs no such setting.</source>
        <translation>%1 çıkarılıyor: köprünün böyle bir ayara ihtiyacı yok.</translation>
    </message>
    <message>
        <source>%1 is left out: it only matters for a sign-in in the browser.</source>
        <translation>%1 çıkarılıyor: yalnızca tarayıcıda oturum açmak için gerekli.</translation>
    </message>
    <message>
        <source>%1 is left out: the bridge writes into Claude&apos;s log for this server.</source>
        <translation>%1 çıkarılıyor: köprü, Claude&apos;un bu sunucu için tuttuğu günlüğe yazar.</translation>
    </message>
    <message>
        <source>%1 is left out: it has no effect here.</source>
        <translation>%1 çıkarılıyor: burada bir etkisi yok.</translation>
    </message>
    <message>
        <source>An argument is left out that nothing reads.</source>
        <translation>Hiçbir şeyin okumadığı bir argüman çıkarılıyor.</translation>
    </message>
    <message>
        <source>%1 is left out: it had no effect before either.</source>
        <translation>%1 çıkarılıyor: önceden de bir etkisi yoktu.</translation>
    </message>
    <message>
        <source>%1 is left out: it speaks to Node only.</source>
        <translation>%1 çıkarılıyor: yalnızca Node için anlamlı.</translation>
    </message>
    <message>
        <source>%1 becomes a setting of the bridge.</source>
        <translation>%1, köprünün bir ayarına dönüşüyor.</translation>
    </message>
    <message>
        <source>“%1” is left out: Claude does not know it.</source>
        <translation>“%1” alınmadı: Claude bunu tanımaz.</translation>
    </message>
    <message>
        <source>Dangerous: the server&apos;s certificate is not checked, as in the old entry. Anybody on the way can read the token.</source>
        <translation>Tehlikeli: eski girdide olduğu gibi sunucunun sertifikası denetlenmiyor. Yoldaki herkes token&apos;ı okuyabilir.</translation>
    </message>
    <message>
        <source>The address is not encrypted. Everybody on the way can read the token: ask for https.</source>
        <translation>Adres şifreli değil. Yol üzerindeki herkes token&apos;ı okuyabilir: https isteyin.</translation>
    </message>
    <message>
        <source>The address is not encrypted. Others in this network can read along.</source>
        <translation>Adres şifreli değil. Bu ağdaki başkaları trafiği okuyabilir.</translation>
    </message>
    <message>
        <source>A secret moves from the command, where every program can read it, to the variable %1.</source>
        <translation>Gizli bir değer, her programın okuyabildiği komuttan %1 değişkenine taşınıyor.</translation>
    </message>
    <message>
        <source>The address holds a secret. It stays there, because the server wants it so.</source>
        <translation>Adreste gizli bir değer var. Sunucu öyle istediği için orada kalıyor.</translation>
    </message>
    <message>
        <source>%1 counts from now on. The old program does not look at it.</source>
        <translation>%1 bundan sonra geçerli olacak. Eski program ona bakmıyor.</translation>
    </message>
    <message>
        <source>USE_HTTPS=false counts from now on: without encryption. The old script takes it for true.</source>
        <translation>USE_HTTPS=false bundan sonra geçerli olacak: şifreleme olmadan. Eski betik bunu true sayıyor.</translation>
    </message>
    <message>
        <source>%1 still has to be filled in.</source>
        <translation>%1 henüz doldurulmamış.</translation>
    </message>
    <message>
        <source>A whole address stood in the place of a host name. The host was taken from it.</source>
        <translation>Sunucu adının yerinde tam bir adres vardı. Sunucu adı ondan alındı.</translation>
    </message>
    <message>
        <source>This looks like the id of a token. The token itself stands beside it.</source>
        <translation>Bu, bir token&apos;ın kimliğine benziyor. Token&apos;ın kendisi onun yanında yazar.</translation>
    </message>
    <message>
        <source>The address still has to be filled in.</source>
        <translation>Adresin hâlâ doldurulması gerekiyor.</translation>
    </message>
</context>
<context>
    <name>DiscardWords</name>
    <message>
        <source>Discard your changes?</source>
        <translation>Değişiklikleriniz atılsın mı?</translation>
    </message>
    <message>
        <source>What you changed has not been saved. It will be lost, and undo does not bring it back.</source>
        <translation>Değiştirdikleriniz kaydedilmedi. Kaybolur; geri alma da onları getirmez.</translation>
    </message>
    <message>
        <source>Discard my changes</source>
        <translation>Değişikliklerimi at</translation>
    </message>
</context>
<context>
    <name>DoctorWords</name>
    <message>
        <source>Claude Desktop is not installed on this computer.</source>
        <translation>Bu bilgisayarda Claude Desktop kurulu değil.</translation>
    </message>
    <message>
        <source>Download it from claude.ai/download and start it once.</source>
        <translation>claude.ai/download adresinden indirip bir kez başlatın.</translation>
    </message>
    <message>
        <source>Claude Desktop has not created its settings file yet.</source>
        <translation>Claude Desktop henüz ayar dosyasını oluşturmamış.</translation>
    </message>
    <message>
        <source>Start it once.</source>
        <translation>Bir kez başlatın.</translation>
    </message>
    <message>
        <source>There is a settings file that Claude does not read: %1</source>
        <translation>Claude&apos;un okumadığı bir ayar dosyası var: %1</translation>
    </message>
    <message>
        <source>Add its servers to the file that Claude reads; the folder&apos;s name begins with a capital C.</source>
        <translation>İçindeki sunucuları Claude&apos;un okuduğu dosyaya ekleyin; o klasörün adı büyük C ile başlar.</translation>
    </message>
    <message>
        <source>There is more than one settings file, and it is not certain which one Claude reads.</source>
        <translation>Birden çok ayar dosyası var ve Claude&apos;un hangisini okuduğu kesin değil.</translation>
    </message>
    <message>
        <source>Name the right one with --config. kopructl where shows all.</source>
        <translation>Doğru olanı --config ile belirtin. kopructl where hepsini gösterir.</translation>
    </message>
    <message>
        <source>Nothing is connected to Claude yet.</source>
        <translation>Claude&apos;a henüz bir şey bağlı değil.</translation>
    </message>
    <message>
        <source>Add a server.</source>
        <translation>Bir sunucu ekleyin.</translation>
    </message>
    <message>
        <source>A server needs Kopru&apos;s bridge, and it is not installed.</source>
        <translation>Bir sunucu Kopru&apos;nun köprüsünü kullanıyor, ancak köprü kurulu değil.</translation>
    </message>
    <message>
        <source>Install the bridge.</source>
        <translation>Köprüyü kurun.</translation>
    </message>
    <message>
        <source>The installed bridge is damaged: %1</source>
        <translation>Kurulu köprü bozulmuş: %1</translation>
    </message>
    <message>
        <source>Install it again.</source>
        <translation>Yeniden kurun.</translation>
    </message>
    <message>
        <source>The installed bridge is of another version than this program.</source>
        <translation>Kurulu köprünün sürümü bu programınkinden farklı.</translation>
    </message>
    <message>
        <source>Install the bridge again to bring it up to date.</source>
        <translation>Güncellemek için köprüyü yeniden kurun.</translation>
    </message>
    <message>
        <source>Claude&apos;s settings file is here: %1</source>
        <translation>Claude&apos;un ayar dosyası burada: %1</translation>
    </message>
    <message>
        <source>The settings file can be read.</source>
        <translation>Ayar dosyası okunabiliyor.</translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) are entered correctly.</source>
        <translation>
            <numerusform>%n sunucu doğru girilmiş.</numerusform>
        </translation>
    </message>
    <message>
        <source>The bridge is installed and up to date.</source>
        <translation>Köprü kurulu ve güncel.</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Herkes</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Kullanıcılar</translation>
    </message>
    <message>
        <source>Authenticated Users</source>
        <translation>Kimliği Doğrulanmış Kullanıcılar</translation>
    </message>
    <message>
        <source>All application packages</source>
        <translation>Tüm uygulama paketleri</translation>
    </message>
    <message>
        <source>The settings file belongs to “%1”, not to you: %2</source>
        <translation>Ayar dosyasının sahibi siz değil, “%1”: %2</translation>
    </message>
    <message>
        <source>Ask them, or an administrator, for the right to write it.</source>
        <translation>Yazma hakkını ondan ya da bir yöneticiden isteyin.</translation>
    </message>
    <message>
        <source>The settings file is write-protected: %1</source>
        <translation>Ayar dosyası yazmaya karşı korumalı: %1</translation>
    </message>
    <message>
        <source>Remove the protection, so that changes can be saved.</source>
        <translation>Değişikliklerin kaydedilebilmesi için korumayı kaldırın.</translation>
    </message>
    <message>
        <source>The settings file is a link. The file itself is: %1</source>
        <translation>Ayar dosyası bir bağlantı. Dosyanın kendisi: %1</translation>
    </message>
    <message>
        <source>“%1” may read the settings file, and the tokens in it: %2</source>
        <translation>“%1” ayar dosyasını ve içindeki token&apos;ları okuyabiliyor: %2</translation>
    </message>
    <message>
        <source>Open its properties, then “Security → Advanced”, and take this right away.</source>
        <translation>Dosyanın özelliklerini, ardından “Güvenlik → Gelişmiş” bölümünü açın ve bu hakkı kaldırın.</translation>
    </message>
    <message>
        <source>“%1” may change the settings file, and with it what Claude starts: %2</source>
        <translation>“%1” ayar dosyasını, dolayısıyla Claude&apos;un neyi başlattığını değiştirebiliyor: %2</translation>
    </message>
    <message>
        <source>Your organisation does not allow local servers in Claude. The rule stands here: %1</source>
        <translation>Kuruluşunuz Claude&apos;da yerel sunuculara izin vermiyor. Kural burada: %1</translation>
    </message>
    <message>
        <source>Ask your administrator. The rule can also be older than your Claude.</source>
        <translation>Yöneticinize sorun. Kural, Claude sürümünüzden eski de olabilir.</translation>
    </message>
    <message>
        <source>Your organisation does not allow extensions in Claude. The rule stands here: %1</source>
        <translation>Kuruluşunuz Claude&apos;da uzantılara izin vermiyor. Kural burada: %1</translation>
    </message>
    <message>
        <source>Your organisation&apos;s rules for Claude could not be read: %1</source>
        <translation>Kuruluşunuzun Claude kuralları okunamadı: %1</translation>
    </message>
    <message>
        <source>Ask your administrator whether local servers are allowed.</source>
        <translation>Yerel sunuculara izin verilip verilmediğini yöneticinize sorun.</translation>
    </message>
    <message>
        <source>It works as Claude does it, but not from this computer&apos;s own network settings: %1</source>
        <translation>Claude&apos;un yaptığı biçimde çalışıyor, ama bu bilgisayarın kendi ağ ayarlarıyla çalışmıyor: %1</translation>
    </message>
    <message>
        <source>Nothing has to be done, as long as Claude is connected.</source>
        <translation>Claude bağlı olduğu sürece bir şey yapmanız gerekmez.</translation>
    </message>
    <message>
        <source>“%1” needs Node.js, and Claude would not find it.</source>
        <translation>“%1” için Node.js gerekiyor ve Claude onu bulamaz.</translation>
    </message>
    <message>
        <source>Install Node.js from nodejs.org, or move the server to Kopru&apos;s bridge.</source>
        <translation>Node.js&apos;i nodejs.org adresinden kurun ya da sunucuyu Kopru&apos;nun köprüsüne taşıyın.</translation>
    </message>
    <message>
        <source>Claude would start this server with Node.js %1, which is too old for most servers.</source>
        <translation>Claude bu sunucuyu Node.js %1 ile başlatır; bu sürüm çoğu sunucu için çok eski.</translation>
    </message>
    <message>
        <source>Install Node.js 18 or later, or move the server to Kopru&apos;s bridge.</source>
        <translation>Node.js 18 ya da daha yenisini kurun veya sunucuyu Kopru&apos;nun köprüsüne taşıyın.</translation>
    </message>
    <message>
        <source>mcp-remote keeps old sign-ins here, and may fail because of them: %1</source>
        <translation>mcp-remote eski oturumları burada saklıyor ve bu yüzden çalışmıyor olabilir: %1</translation>
    </message>
    <message>
        <source>Rename this folder; the next start asks for a new sign-in.</source>
        <translation>Bu klasörün adını değiştirin; bir sonraki başlatmada yeniden oturum açmanız istenir.</translation>
    </message>
    <message>
        <source>Claude&apos;s way to this server works.</source>
        <translation>Claude bu sunucuya ulaşabiliyor.</translation>
    </message>
</context>
<context>
    <name>ForeignWords</name>
    <message>
        <source>the folder .claude</source>
        <translation>.claude klasörü</translation>
    </message>
</context>
<context>
    <name>IntegrationWords</name>
    <message>
        <source>Apinizer API Portal</source>
        <translation>Apinizer API Portal</translation>
    </message>
    <message>
        <source>Remote MCP server</source>
        <translation>Uzak MCP sunucusu</translation>
    </message>
    <message>
        <source>Program on this computer</source>
        <translation>Bu bilgisayardaki program</translation>
    </message>
    <message>
        <source>Connects Claude to your company&apos;s API Portal. You need the portal&apos;s address and a token that starts with mcp_.</source>
        <translation>Claude&apos;u şirketinizin API Portal&apos;ına bağlar. Portalın adresi ve mcp_ ile başlayan bir erişim anahtarı (token) gerekir.</translation>
    </message>
    <message>
        <source>Connects Claude to any MCP server with a web address. You need the address and, for most servers, a token.</source>
        <translation>Claude&apos;u web adresi olan herhangi bir MCP sunucusuna bağlar. Adres ve çoğu sunucu için bir token gerekir.</translation>
    </message>
    <message>
        <source>Lets Claude start a program that is installed here. You need its command and arguments.</source>
        <translation>Claude&apos;un burada kurulu bir programı başlatmasını sağlar. Programın komutu ve argümanları gerekir.</translation>
    </message>
    <message>
        <source>Portal address</source>
        <translation>Portal adresi</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Bağlantı noktası</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Yol</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Erişim anahtarı (token)</translation>
    </message>
    <message>
        <source>Header that carries the token</source>
        <translation>Token&apos;ı taşıyan başlık</translation>
    </message>
    <message>
        <source>Wait for an answer at most</source>
        <translation>En uzun yanıt bekleme süresi</translation>
    </message>
    <message>
        <source>Encrypted connection (HTTPS)</source>
        <translation>Şifreli bağlantı (HTTPS)</translation>
    </message>
    <message>
        <source>Verify the server&apos;s certificate</source>
        <translation>Sunucunun sertifikasını doğrula</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Sunucu adresi</translation>
    </message>
    <message>
        <source>More headers, one a line</source>
        <translation>Diğer başlıklar, her satıra bir tane</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Komut</translation>
    </message>
    <message>
        <source>Arguments, one a line</source>
        <translation>Argümanlar, her satıra bir tane</translation>
    </message>
    <message>
        <source>Environment variables, one a line</source>
        <translation>Ortam değişkenleri, her satıra bir tane</translation>
    </message>
    <message>
        <source>The name of the portal&apos;s computer, without https:// and without a path.</source>
        <translation>Portalın bulunduğu bilgisayarın adı; https:// ve yol olmadan.</translation>
    </message>
    <message>
        <source>Leave it empty if the server needs none.</source>
        <translation>Sunucu istemiyorsa boş bırakın.</translation>
    </message>
    <message>
        <source>In milliseconds; 0 waits as long as Claude does, which is 4 minutes for a call.</source>
        <translation>Milisaniye olarak; 0, Claude&apos;un beklediği kadar bekler (bir çağrı için 4 dakika).</translation>
    </message>
    <message>
        <source>In milliseconds.</source>
        <translation>Milisaniye olarak.</translation>
    </message>
    <message>
        <source>Switch this off only for a test server whose certificate you know.</source>
        <translation>Bunu yalnızca sertifikasını bildiğiniz bir deneme sunucusu için kapatın.</translation>
    </message>
    <message>
        <source>With Authorization, the token is sent as a Bearer token.</source>
        <translation>Authorization başlığında token, Bearer olarak gönderilir.</translation>
    </message>
    <message>
        <source>As NAME=value.</source>
        <translation>AD=değer biçiminde.</translation>
    </message>
    <message>
        <source>The full path of the program is safest: Claude looks in fewer folders than a terminal.</source>
        <translation>En güvenlisi programın tam yoludur: Claude, uçbirimden daha az klasöre bakar.</translation>
    </message>
    <message>
        <source>An administrator enables MCP once, on the portal settings page of Apinizer.</source>
        <translation>Bir yönetici, Apinizer&apos;ın portal ayarları sayfasında MCP&apos;yi bir kez etkinleştirir.</translation>
    </message>
    <message>
        <source>Sign in to your API Portal.</source>
        <translation>API Portal&apos;ınızda oturum açın.</translation>
    </message>
    <message>
        <source>Open “My Profile”.</source>
        <translation>“My Profile” sayfasını açın.</translation>
    </message>
    <message>
        <source>Go to “API Access Tokens” at the bottom of the page.</source>
        <translation>Sayfanın altındaki “API Access Tokens” bölümüne gidin.</translation>
    </message>
    <message>
        <source>Press “Create Token”, give it a name and a lifetime of 30 to 90 days.</source>
        <translation>“Create Token” düğmesine basın; bir ad ve 30 ile 90 gün arasında bir süre verin.</translation>
    </message>
    <message>
        <source>Copy the token and keep it in a safe place: the portal shows it once.</source>
        <translation>Token&apos;ı kopyalayıp güvenli bir yerde saklayın: portal onu bir kez gösterir.</translation>
    </message>
    <message>
        <source>It is the name in your browser&apos;s address bar when you are signed in to the API Portal.</source>
        <translation>API Portal&apos;da oturum açtığınızda tarayıcınızın adres çubuğunda gördüğünüz addır.</translation>
    </message>
    <message>
        <source>Example: apiportal.example.com</source>
        <translation>Örnek: apiportal.example.com</translation>
    </message>
    <message>
        <source>Enter the portal&apos;s address.</source>
        <translation>Portalın adresini girin.</translation>
    </message>
    <message>
        <source>Paste the access token.</source>
        <translation>Erişim anahtarını (token) yapıştırın.</translation>
    </message>
    <message>
        <source>Enter the server&apos;s address.</source>
        <translation>Sunucunun adresini girin.</translation>
    </message>
    <message>
        <source>Enter the command that starts the program.</source>
        <translation>Programı başlatan komutu girin.</translation>
    </message>
    <message>
        <source>This field cannot stay empty.</source>
        <translation>Bu alan boş kalamaz.</translation>
    </message>
    <message>
        <source>This is not a host name. Enter only the name, for example apiportal.example.com.</source>
        <translation>Bu bir sunucu adı değil. Yalnızca adı girin; örneğin apiportal.example.com.</translation>
    </message>
    <message>
        <source>This is a whole address. Enter only the name between https:// and the next slash.</source>
        <translation>Bu, tam bir adres. Yalnızca https:// ile sonraki eğik çizgi arasındaki adı girin.</translation>
    </message>
    <message>
        <source>This is not a web address. It begins with https:// and has a host name.</source>
        <translation>Bu bir web adresi değil. Web adresi https:// ile başlar ve bir sunucu adı içerir.</translation>
    </message>
    <message>
        <source>Only addresses that begin with https:// or http:// can be used here.</source>
        <translation>Burada yalnızca https:// veya http:// ile başlayan adresler kullanılabilir.</translation>
    </message>
    <message>
        <source>Without HTTPS, others on the network can read the token. Use https:// if the server has it.</source>
        <translation>HTTPS olmadan ağdaki başkaları token&apos;ı okuyabilir. Sunucu destekliyorsa https:// kullanın.</translation>
    </message>
    <message>
        <source>The address holds a user name or password. Put it into the token field instead.</source>
        <translation>Adres bir kullanıcı adı veya parola içeriyor. Onu token alanına yazın.</translation>
    </message>
    <message>
        <source>Enter a number from %1 to %2.</source>
        <translation>%1 ile %2 arasında bir sayı girin.</translation>
    </message>
    <message>
        <source>There is a space or a line break inside the token. Copy it again as one piece.</source>
        <translation>Token&apos;ın içinde boşluk veya satır sonu var. Tek parça olarak yeniden kopyalayın.</translation>
    </message>
    <message>
        <source>This is the example from the instructions. Put your own value in its place.</source>
        <translation>Bu, yönergelerdeki örnek. Yerine kendi değerinizi yazın.</translation>
    </message>
    <message>
        <source>Apinizer tokens for MCP begin with mcp_. Check that this is the right token.</source>
        <translation>Apinizer&apos;ın MCP token&apos;ları mcp_ ile başlar. Doğru token olduğunu kontrol edin.</translation>
    </message>
    <message>
        <source>A header name has letters, digits and hyphens only, for example X-API-Key.</source>
        <translation>Başlık adında yalnızca harf, rakam ve kısa çizgi bulunur; örneğin X-API-Key.</translation>
    </message>
    <message>
        <source>Write each header as “Name: value”.</source>
        <translation>Her başlığı “Ad: değer” biçiminde yazın.</translation>
    </message>
    <message>
        <source>Write each variable as NAME=value.</source>
        <translation>Her değişkeni AD=değer biçiminde yazın.</translation>
    </message>
    <message>
        <source>The certificate is not verified: somebody in between could read the token.</source>
        <translation>Sertifika doğrulanmıyor: araya giren biri token&apos;ı okuyabilir.</translation>
    </message>
    <message>
        <source>Is my connection to the Apinizer API Portal (“%1”) working? Which tools does it offer?</source>
        <translation>Apinizer API Portal bağlantım (“%1”) çalışıyor mu? Hangi araçları sunuyor?</translation>
    </message>
    <message>
        <source>Which tools does the MCP server “%1” offer? Call one that only reads something.</source>
        <translation>“%1” MCP sunucusu hangi araçları sunuyor? Yalnızca okuma yapan birini çağır.</translation>
    </message>
    <message>
        <source>Apinizer API Portal (WebSocket)</source>
        <translation>Apinizer API Portal (WebSocket)</translation>
    </message>
    <message>
        <source>AgentPort</source>
        <translation>AgentPort</translation>
    </message>
    <message>
        <source>ALECS for Akamai</source>
        <translation>Akamai için ALECS</translation>
    </message>
    <message>
        <source>Connects Claude to the integrations of your AgentPort account. You need an API key that starts with ap_.</source>
        <translation>Claude&apos;u AgentPort hesabınızdaki entegrasyonlara bağlar. ap_ ile başlayan bir API anahtarı gerekir.</translation>
    </message>
    <message>
        <source>Connects Claude to an ALECS server that manages Akamai. You need its WebSocket address and a token.</source>
        <translation>Claude&apos;u, Akamai&apos;yi yöneten bir ALECS sunucusuna bağlar. Sunucunun WebSocket adresi ve bir token gerekir.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API anahtarı</translation>
    </message>
    <message>
        <source>AgentPort address</source>
        <translation>AgentPort adresi</translation>
    </message>
    <message>
        <source>Change it only if your company runs AgentPort itself.</source>
        <translation>Yalnızca şirketiniz AgentPort&apos;u kendisi çalıştırıyorsa değiştirin.</translation>
    </message>
    <message>
        <source>It begins with wss://, or with ws:// inside an SSH tunnel.</source>
        <translation>wss:// ile, SSH tüneli içinde ise ws:// ile başlar.</translation>
    </message>
    <message>
        <source>It begins with https://, or with wss:// for a WebSocket server.</source>
        <translation>https:// ile, WebSocket sunucusunda ise wss:// ile başlar.</translation>
    </message>
    <message>
        <source>Leave this as it is unless the vendor&apos;s instructions name one.</source>
        <translation>Sağlayıcının yönergeleri bir tür belirtmiyorsa olduğu gibi bırakın.</translation>
    </message>
    <message>
        <source>Sign in at app.agentport.sh, or at your company&apos;s own AgentPort.</source>
        <translation>app.agentport.sh adresinde ya da şirketinizin kendi AgentPort&apos;unda oturum açın.</translation>
    </message>
    <message>
        <source>Open the page “Connect”.</source>
        <translation>“Connect” sayfasını açın.</translation>
    </message>
    <message>
        <source>Generate an API key. It begins with ap_.</source>
        <translation>Bir API anahtarı oluşturun. Anahtar ap_ ile başlar.</translation>
    </message>
    <message>
        <source>Copy the key and keep it in a safe place.</source>
        <translation>Anahtarı kopyalayıp güvenli bir yerde saklayın.</translation>
    </message>
    <message>
        <source>AgentPort of its vendor: https://app.agentport.sh/mcp</source>
        <translation>Sağlayıcının AgentPort&apos;u: https://app.agentport.sh/mcp</translation>
    </message>
    <message>
        <source>AgentPort of your company: its domain with /mcp behind it, for example https://agentport.example.com/mcp</source>
        <translation>Şirketinizin AgentPort&apos;u: alan adı ve ardından /mcp, örneğin https://agentport.example.com/mcp</translation>
    </message>
    <message>
        <source>Open a terminal on the computer where ALECS runs, in the folder of ALECS.</source>
        <translation>ALECS&apos;in çalıştığı bilgisayarda, ALECS klasöründe bir terminal açın.</translation>
    </message>
    <message>
        <source>Enter: npm run generate-token</source>
        <translation>Şunu girin: npm run generate-token</translation>
    </message>
    <message>
        <source>Copy what stands behind “Token”, not behind “Token ID”. It is shown once.</source>
        <translation>“Token ID” değil, “Token” satırındaki metni kopyalayın. Yalnızca bir kez gösterilir.</translation>
    </message>
    <message>
        <source>It is the name of the computer where ALECS runs, with port 8082 and the path /mcp, unless they were set differently.</source>
        <translation>ALECS&apos;in çalıştığı bilgisayarın adıdır; farklı ayarlanmadıysa bağlantı noktası 8082, yol /mcp olur.</translation>
    </message>
    <message>
        <source>If ALECS has a certificate, or nginx stands in front of it, it begins with wss://. Example: wss://alecs.example.com:8082/mcp</source>
        <translation>ALECS&apos;in sertifikası varsa veya önünde nginx duruyorsa wss:// ile başlar. Örnek: wss://alecs.example.com:8082/mcp</translation>
    </message>
    <message>
        <source>Otherwise open an SSH tunnel and leave it open: ssh -L 8082:localhost:8082 user@alecs.example.com</source>
        <translation>Değilse bir SSH tüneli açın ve açık bırakın: ssh -L 8082:localhost:8082 user@alecs.example.com</translation>
    </message>
    <message>
        <source>With the tunnel, the address is ws://localhost:8082/mcp.</source>
        <translation>Tünel varken adres ws://localhost:8082/mcp olur.</translation>
    </message>
    <message>
        <source>Streamable HTTP</source>
        <translation>Streamable HTTP</translation>
    </message>
    <message>
        <source>HTTP with SSE (older servers)</source>
        <translation>SSE ile HTTP (eski sunucular)</translation>
    </message>
    <message>
        <source>Connect over HTTPS instead of WebSocket</source>
        <translation>WebSocket yerine HTTPS üzerinden bağlan</translation>
    </message>
    <message>
        <source>Connect over WebSocket instead of HTTPS</source>
        <translation>HTTPS yerine WebSocket üzerinden bağlan</translation>
    </message>
    <message>
        <source>Paste the API key.</source>
        <translation>API anahtarını yapıştırın.</translation>
    </message>
    <message>
        <source>This is not a WebSocket address. It begins with wss:// and has a host name.</source>
        <translation>Bu bir WebSocket adresi değil. WebSocket adresi wss:// ile başlar ve bir sunucu adı içerir.</translation>
    </message>
    <message>
        <source>Only addresses that begin with wss:// or ws:// can be used here.</source>
        <translation>Burada yalnızca wss:// veya ws:// ile başlayan adresler kullanılabilir.</translation>
    </message>
    <message>
        <source>Only addresses that begin with https://, http://, wss:// or ws:// can be used here.</source>
        <translation>Burada yalnızca https://, http://, wss:// veya ws:// ile başlayan adresler kullanılabilir.</translation>
    </message>
    <message>
        <source>With ws://, others on the network can read the token. Use wss://, or an SSH tunnel and ws://localhost:8082/mcp.</source>
        <translation>ws:// ile ağdaki başkaları token&apos;ı okuyabilir. wss:// kullanın ya da bir SSH tüneli ile ws://localhost:8082/mcp adresini.</translation>
    </message>
    <message>
        <source>With ws://, others on the network can read the token. Use wss:// if the server has it.</source>
        <translation>ws:// ile ağdaki başkaları token&apos;ı okuyabilir. Sunucu destekliyorsa wss:// kullanın.</translation>
    </message>
    <message>
        <source>AgentPort keys begin with ap_. Check that this is the right key.</source>
        <translation>AgentPort anahtarları ap_ ile başlar. Doğru anahtarı yapıştırdığınızı kontrol edin.</translation>
    </message>
    <message>
        <source>This looks like the token&apos;s ID. The token itself stands in the line above it.</source>
        <translation>Bu, token&apos;ın kimliğine (ID) benziyor. Token&apos;ın kendisi bir üst satırda yazar.</translation>
    </message>
    <message>
        <source>List my installed AgentPort integrations (MCP server “%1”).</source>
        <translation>Kurulu AgentPort entegrasyonlarımı listele (MCP sunucusu “%1”).</translation>
    </message>
    <message>
        <source>List my Akamai properties with the MCP server “%1”.</source>
        <translation>“%1” MCP sunucusuyla Akamai property&apos;lerimi listele.</translation>
    </message>
    <message>
        <source>Kind of connection</source>
        <translation>Bağlantı türü</translation>
    </message>
    <message>
        <source>Plain POST, one answer per request</source>
        <translation>Düz POST, her isteğe bir yanıt</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>Kendiliğinden algıla</translation>
    </message>
    <message>
        <source>Later, when a call needs your approval in AgentPort, approve it within 4 minutes: AgentPort waits 5 minutes, but Claude gives up on the call after 4. If it took longer, ask Claude again.</source>
        <translation>Daha sonra bir çağrı AgentPort&apos;ta onayınızı beklediğinde onayı 4 dakika içinde verin: AgentPort 5 dakika bekler, Claude ise 4 dakika sonra çağrıdan vazgeçer. Daha geç onayladıysanız isteğinizi Claude&apos;a yeniden iletin.</translation>
    </message>
</context>
<context>
    <name>KeychainWords</name>
    <message>
        <source>The keychain of this computer does not answer.</source>
        <translation>Bu bilgisayarın parola kasası yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Keep the token in the settings file instead.</source>
        <translation>Token&apos;ı bunun yerine ayar dosyasında tutun.</translation>
    </message>
    <message>
        <source>The keychain of this computer is locked.</source>
        <translation>Bu bilgisayarın parola kasası kilitli.</translation>
    </message>
    <message>
        <source>Unlock it by signing in to this computer, then try again.</source>
        <translation>Bu bilgisayarda oturum açarak kilidini açın, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>The keychain refused the access.</source>
        <translation>Parola kasası erişimi reddetti.</translation>
    </message>
    <message>
        <source>The keychain refused the access: %1</source>
        <translation>Parola kasası erişimi reddetti: %1</translation>
    </message>
    <message>
        <source>Allow the access when you are asked, then try again.</source>
        <translation>Sorulduğunda erişime izin verin, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>The keychain holds no such token.</source>
        <translation>Parola kasasında böyle bir token yok.</translation>
    </message>
    <message>
        <source>Enter the token again.</source>
        <translation>Token&apos;ı yeniden girin.</translation>
    </message>
    <message>
        <source>The keychain did not answer in time.</source>
        <translation>Parola kasası zamanında yanıt vermedi.</translation>
    </message>
    <message>
        <source>Look for a window that asks for the keychain&apos;s password, then try again.</source>
        <translation>Parola kasasının parolasını soran bir pencere açık mı bakın, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>The bridge that reads the keychain is missing: %1</source>
        <translation>Parola kasasını okuyan köprü eksik: %1</translation>
    </message>
    <message>
        <source>Install the bridge.</source>
        <translation>Köprüyü kurun.</translation>
    </message>
    <message>
        <source>The bridge did not say whether it can read the keychain.</source>
        <translation>Köprü, parola kasasını okuyup okuyamadığını söylemedi.</translation>
    </message>
    <message>
        <source>Install the bridge again.</source>
        <translation>Köprüyü yeniden kurun.</translation>
    </message>
    <message>
        <source>The bridge cannot read what this keychain keeps.</source>
        <translation>Köprü, bu parola kasasında saklananı okuyamıyor.</translation>
    </message>
    <message>
        <source>The keychain cannot use this name: %1</source>
        <translation>Parola kasası bu adı kullanamıyor: %1</translation>
    </message>
    <message>
        <source>Choose a shorter name in one line.</source>
        <translation>Tek satırlık, daha kısa bir ad seçin.</translation>
    </message>
    <message>
        <source>Kopru&apos;s list of tokens could not be written in this folder: %1</source>
        <translation>Kopru&apos;nun token listesi bu klasöre yazılamadı: %1</translation>
    </message>
    <message>
        <source>Make room on the disk, or make the folder writable.</source>
        <translation>Diskte yer açın ya da klasörü yazılabilir yapın.</translation>
    </message>
    <message>
        <source>The keychain already holds another token of this name: %1</source>
        <translation>Parola kasasında bu adla başka bir token zaten var: %1</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Başka bir ad seçin.</translation>
    </message>
</context>
<context>
    <name>KopructlWords</name>
    <message>
        <source>Used by: %1</source>
        <translation>Kullananlar: %1</translation>
    </message>
    <message>
        <source>The bridge is still used by: %1</source>
        <translation>Köprüyü hâlâ kullanan sunucular: %1</translation>
    </message>
    <message>
        <source>Remove these servers first.</source>
        <translation>Önce bu sunucuları kaldırın.</translation>
    </message>
    <message>
        <source>The bridge was removed.</source>
        <translation>Köprü kaldırıldı.</translation>
    </message>
    <message>
        <source>The bridge %1 is installed: %2</source>
        <translation>Köprü %1 kuruldu: %2</translation>
    </message>
    <message>
        <source>Claude Desktop is not installed on this computer.</source>
        <translation>Bu bilgisayarda Claude Desktop kurulu değil.</translation>
    </message>
    <message>
        <source>Install it and start it once, or name its settings file with --config.</source>
        <translation>Kurup bir kez başlatın veya ayar dosyasını --config ile belirtin.</translation>
    </message>
    <message>
        <source>There is more than one settings file, and it is not certain which one Claude reads.</source>
        <translation>Birden çok ayar dosyası var ve Claude&apos;un hangisini okuduğu kesin değil.</translation>
    </message>
    <message>
        <source>Name the right one with --config. kopructl where shows all.</source>
        <translation>Doğru olanı --config ile belirtin. kopructl where hepsini gösterir.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Hiçbir şey yazılmadı.</translation>
    </message>
    <message>
        <source>Quit Claude completely and start it again, so that it reads the change.</source>
        <translation>Değişikliği okuması için Claude&apos;u tamamen kapatıp yeniden başlatın.</translation>
    </message>
    <message>
        <source>This kind of server has no field “%1”.</source>
        <translation>Bu sunucu türünde “%1” alanı yok.</translation>
    </message>
    <message>
        <source>Its fields are: %1</source>
        <translation>Alanları: %1</translation>
    </message>
    <message>
        <source>A token must not stand in a command, where others can read it.</source>
        <translation>Token komutun içinde durmamalıdır; orada başkaları okuyabilir.</translation>
    </message>
    <message>
        <source>Use --secret or --secret-from-env instead.</source>
        <translation>Bunun yerine --secret veya --secret-from-env kullanın.</translation>
    </message>
    <message>
        <source>“%1” is not a number.</source>
        <translation>“%1” bir sayı değil.</translation>
    </message>
    <message>
        <source>Give %1 as a number.</source>
        <translation>%1 değerini sayı olarak verin.</translation>
    </message>
    <message>
        <source>“%1” is neither true nor false.</source>
        <translation>“%1” true veya false değil.</translation>
    </message>
    <message>
        <source>Give %1 as true or false.</source>
        <translation>%1 değerini true veya false olarak verin.</translation>
    </message>
    <message>
        <source>“%1” is not a variable.</source>
        <translation>“%1” bir değişken değil.</translation>
    </message>
    <message>
        <source>Write it as env=NAME=value.</source>
        <translation>env=AD=değer biçiminde yazın.</translation>
    </message>
    <message>
        <source>Use --pass-env %1 instead.</source>
        <translation>Bunun yerine --pass-env %1 kullanın.</translation>
    </message>
    <message>
        <source>No token was given.</source>
        <translation>Token verilmedi.</translation>
    </message>
    <message>
        <source>The token is empty.</source>
        <translation>Token boş.</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set.</source>
        <translation>%1 ortam değişkeni tanımlı değil.</translation>
    </message>
    <message>
        <source>The token is too long.</source>
        <translation>Token çok uzun.</translation>
    </message>
    <message>
        <source>This kind of server has no token.</source>
        <translation>Bu sunucu türünün token&apos;ı yok.</translation>
    </message>
    <message>
        <source>Use --pass-env for its variables.</source>
        <translation>Değişkenleri için --pass-env kullanın.</translation>
    </message>
    <message>
        <source>Give it on standard input, or name a variable with --secret-from-env.</source>
        <translation>Standart girdiden verin veya --secret-from-env ile bir değişken belirtin.</translation>
    </message>
    <message>
        <source>Set it and try again.</source>
        <translation>Tanımlayıp yeniden deneyin.</translation>
    </message>
    <message>
        <source>There is no kind of server “%1”.</source>
        <translation>“%1” diye bir sunucu türü yok.</translation>
    </message>
    <message>
        <source>The kinds are: %1</source>
        <translation>Türler: %1</translation>
    </message>
    <message>
        <source>The server “%1” was added.</source>
        <translation>“%1” sunucusu eklendi.</translation>
    </message>
    <message>
        <source>The entry “%1” is not in the form that Claude accepts.</source>
        <translation>“%1” girdisi Claude&apos;un kabul ettiği biçimde değil.</translation>
    </message>
    <message>
        <source>kopructl check says what is wrong with it.</source>
        <translation>Neyin yanlış olduğunu kopructl check söyler.</translation>
    </message>
    <message>
        <source>The server “%1” was changed.</source>
        <translation>“%1” sunucusu değiştirildi.</translation>
    </message>
    <message>
        <source>Claude has written no logs yet. Looked in: %1</source>
        <translation>Claude henüz günlük yazmamış. Bakılan yer: %1</translation>
    </message>
    <message>
        <source>Start Claude once.</source>
        <translation>Claude&apos;u bir kez başlatın.</translation>
    </message>
    <message>
        <source>Sets up, repairs and tests the connections between Claude Desktop and MCP servers.</source>
        <translation>Claude Desktop ile MCP sunucuları arasındaki bağlantıları kurar, onarır ve sınar.</translation>
    </message>
    <message>
        <source>Print the version and end</source>
        <translation>Sürümü yazıp çık</translation>
    </message>
    <message>
        <source>Print this help and end</source>
        <translation>Bu yardımı yazıp çık</translation>
    </message>
    <message>
        <source>Print the result as JSON</source>
        <translation>Sonucu JSON olarak yaz</translation>
    </message>
    <message>
        <source>Use this settings file of Claude</source>
        <translation>Claude&apos;un bu ayar dosyasını kullan</translation>
    </message>
    <message>
        <source>Use this folder as the home folder</source>
        <translation>Ev klasörü olarak bu klasörü kullan</translation>
    </message>
    <message>
        <source>Language of the output: en or tr</source>
        <translation>Çıktının dili: en veya tr</translation>
    </message>
    <message>
        <source>Show where Claude&apos;s settings file and logs are</source>
        <translation>Claude&apos;un ayar dosyasının ve günlüklerinin yerini göster</translation>
    </message>
    <message>
        <source>List the servers</source>
        <translation>Sunucuları listele</translation>
    </message>
    <message>
        <source>Show one server</source>
        <translation>Bir sunucuyu göster</translation>
    </message>
    <message>
        <source>Show secrets as they are</source>
        <translation>Gizli değerleri olduğu gibi göster</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Sunucu ekle</translation>
    </message>
    <message>
        <source>Change a server</source>
        <translation>Sunucuyu değiştir</translation>
    </message>
    <message>
        <source>Give the server another name</source>
        <translation>Sunucuya başka bir ad ver</translation>
    </message>
    <message>
        <source>Remove a server</source>
        <translation>Sunucuyu kaldır</translation>
    </message>
    <message>
        <source>Show the change without writing it</source>
        <translation>Değişikliği yazmadan göster</translation>
    </message>
    <message>
        <source>Check the settings file and its entries</source>
        <translation>Ayar dosyasını ve girdilerini kontrol et</translation>
    </message>
    <message>
        <source>Test the connection to a server, step by step</source>
        <translation>Sunucu bağlantısını adım adım sına</translation>
    </message>
    <message>
        <source>Show, install or remove the bridge</source>
        <translation>Köprüyü göster, kur veya kaldır</translation>
    </message>
    <message>
        <source>Install the bridge or bring it up to date</source>
        <translation>Köprüyü kur veya güncelle</translation>
    </message>
    <message>
        <source>Remove the installed bridge</source>
        <translation>Kurulu köprüyü kaldır</translation>
    </message>
    <message>
        <source>Show Claude&apos;s logs</source>
        <translation>Claude&apos;un günlüklerini göster</translation>
    </message>
    <message>
        <source>Only lines of this server</source>
        <translation>Yalnızca bu sunucunun satırları</translation>
    </message>
    <message>
        <source>Only lines that contain this text</source>
        <translation>Yalnızca bu metni içeren satırlar</translation>
    </message>
    <message>
        <source>Only warnings and errors</source>
        <translation>Yalnızca uyarılar ve hatalar</translation>
    </message>
    <message>
        <source>Go on with new lines until interrupted</source>
        <translation>Durdurulana dek yeni satırlarla sürdür</translation>
    </message>
    <message>
        <source>How many lines (standard: 200)</source>
        <translation>Satır sayısı (varsayılan: 200)</translation>
    </message>
    <message>
        <source>Look at everything and say what is wrong</source>
        <translation>Her şeye bak ve neyin yanlış olduğunu söyle</translation>
    </message>
    <message>
        <source>kopructl --help shows what is possible.</source>
        <translation>kopructl --help neler yapılabileceğini gösterir.</translation>
    </message>
    <message>
        <source>Something is missing in the command: %1</source>
        <translation>Komutta bir şey eksik: %1</translation>
    </message>
    <message>
        <source>This part of the command is not understood: %1</source>
        <translation>Komutun bu bölümü anlaşılamadı: %1</translation>
    </message>
    <message>
        <source>The command cannot be understood: %1</source>
        <translation>Komut anlaşılamadı: %1</translation>
    </message>
    <message>
        <source>Name of the server</source>
        <translation>Sunucunun adı</translation>
    </message>
    <message>
        <source>Value of a field, as FIELD=VALUE; may be repeated</source>
        <translation>Bir alanın değeri, ALAN=DEĞER biçiminde; yinelenebilir</translation>
    </message>
    <message>
        <source>Ask for the token, or read it from standard input</source>
        <translation>Token&apos;ı sor veya standart girdiden oku</translation>
    </message>
    <message>
        <source>Take the token from this environment variable</source>
        <translation>Token&apos;ı bu ortam değişkeninden al</translation>
    </message>
    <message>
        <source>Copy this environment variable into the entry; may be repeated</source>
        <translation>Bu ortam değişkenini girdiye kopyala; yinelenebilir</translation>
    </message>
    <message>
        <source>exists</source>
        <translation>var</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>yok</translation>
    </message>
    <message>
        <source>%1; Claude reads this one</source>
        <translation>%1; Claude bunu okuyor</translation>
    </message>
    <message>
        <source>logs: %1</source>
        <translation>günlükler: %1</translation>
    </message>
    <message>
        <source>Claude Desktop was not found on this computer.</source>
        <translation>Bu bilgisayarda Claude Desktop bulunamadı.</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>satır %1</translation>
    </message>
    <message>
        <source>Nothing is connected to Claude yet.</source>
        <translation>Claude&apos;a henüz bir şey bağlı değil.</translation>
    </message>
    <message>
        <source>Command: %1</source>
        <translation>Komut: %1</translation>
    </message>
    <message>
        <source>The settings file is in order.</source>
        <translation>Ayar dosyası düzgün.</translation>
    </message>
    <message>
        <source>The server “%1” was removed.</source>
        <translation>“%1” sunucusu kaldırıldı.</translation>
    </message>
    <message>
        <source>From this computer</source>
        <translation>Bu bilgisayardan</translation>
    </message>
    <message>
        <source>As Claude does it</source>
        <translation>Claude&apos;un yaptığı gibi</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Paste this into Claude: %1</source>
        <translation>Bunu Claude&apos;a yapıştırın: %1</translation>
    </message>
    <message>
        <source>The result could not be kept for the overview.</source>
        <translation>Sonuç, genel bakış için saklanamadı.</translation>
    </message>
    <message>
        <source>The command is missing.</source>
        <translation>Komut eksik.</translation>
    </message>
    <message>
        <source>There is no command “%1”.</source>
        <translation>“%1” diye bir komut yok.</translation>
    </message>
    <message>
        <source>%1 cannot be “%2”.</source>
        <translation>%1, “%2” olamaz.</translation>
    </message>
    <message>
        <source>It can be: %1</source>
        <translation>Olabilecek değerler: %1</translation>
    </message>
    <message>
        <source>The token is in the keychain as “%1”.</source>
        <translation>Token, parola kasasında “%1” adıyla duruyor.</translation>
    </message>
    <message>
        <source>The token is in the settings file. %1</source>
        <translation>Token, ayar dosyasında duruyor. %1</translation>
    </message>
    <message>
        <source>This kind of server cannot read the keychain.</source>
        <translation>Bu sunucu türü parola kasasını okuyamaz.</translation>
    </message>
    <message>
        <source>Leave --keychain out. Its tokens stay in the settings file.</source>
        <translation>--keychain seçeneğini kaldırın. Token&apos;ları ayar dosyasında kalır.</translation>
    </message>
    <message>
        <source>List, set or remove tokens in the keychain</source>
        <translation>Parola kasasındaki token&apos;ları listele, yaz veya sil</translation>
    </message>
    <message>
        <source>List the tokens that Kopru keeps in the keychain</source>
        <translation>Kopru&apos;nun parola kasasında sakladığı token&apos;ları listele</translation>
    </message>
    <message>
        <source>Keep a token in the keychain</source>
        <translation>Bir token&apos;ı parola kasasında sakla</translation>
    </message>
    <message>
        <source>Name of the token in the keychain</source>
        <translation>Token&apos;ın parola kasasındaki adı</translation>
    </message>
    <message>
        <source>Remove a token from the keychain</source>
        <translation>Bir token&apos;ı parola kasasından sil</translation>
    </message>
    <message>
        <source>Keep the token in the keychain, or change nothing</source>
        <translation>Token&apos;ı parola kasasında sakla; olmuyorsa hiçbir şeyi değiştirme</translation>
    </message>
    <message>
        <source>Keep the token in the settings file</source>
        <translation>Token&apos;ı ayar dosyasında sakla</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>kullanılmıyor</translation>
    </message>
    <message>
        <source>the bridge can read it</source>
        <translation>köprü okuyabiliyor</translation>
    </message>
    <message>
        <source>Kopru keeps no tokens in the keychain.</source>
        <translation>Kopru&apos;nun parola kasasında sakladığı token yok.</translation>
    </message>
    <message>
        <source>Token:</source>
        <translation>Token:</translation>
    </message>
    <message>
        <source>The token “%1” is in the keychain. The bridge can read it.</source>
        <translation>“%1” token&apos;ı parola kasasında. Köprü onu okuyabiliyor.</translation>
    </message>
    <message>
        <source>In an entry it is written as %1</source>
        <translation>Bir sunucu kaydında şöyle yazılır: %1</translation>
    </message>
    <message>
        <source>The token “%1” is no longer in the keychain.</source>
        <translation>“%1” token&apos;ı artık parola kasasında değil.</translation>
    </message>
    <message>
        <source>These servers still need it and stop working: %1</source>
        <translation>Bu sunucuların ona hâlâ ihtiyacı var, artık çalışmazlar: %1</translation>
    </message>
    <message>
        <source>Its token is still in the keychain. To delete it: kopructl secrets remove %1</source>
        <translation>Token&apos;ı parola kasasında duruyor. Silmek için: kopructl secrets remove %1</translation>
    </message>
    <message>
        <source>Kind of server: %1</source>
        <translation>Sunucu türü: %1</translation>
    </message>
    <message>
        <source>The token it had is still in the keychain. To delete it: kopructl secrets remove %1</source>
        <translation>Önceki token parola kasasında duruyor. Silmek için: kopructl secrets remove %1</translation>
    </message>
    <message>
        <source>%1: from %2 to the native bridge (%3)</source>
        <translation>%1: %2 yerine yerel köprü (%3)</translation>
    </message>
    <message>
        <source>The new entry</source>
        <translation>Yeni girdi</translation>
    </message>
    <message>
        <source>The old entry</source>
        <translation>Eski girdi</translation>
    </message>
    <message>
        <source>Mend the connection first, or move the server with --anyway.</source>
        <translation>Önce bağlantıyı onarın ya da sunucuyu --anyway ile taşıyın.</translation>
    </message>
    <message>
        <source>It can stay as it is. If the service also gives out tokens, add it again with one.</source>
        <translation>Olduğu gibi kalabilir. Hizmet token da veriyorsa, sunucuyu bir token ile yeniden ekleyin.</translation>
    </message>
    <message>
        <source>Nothing was changed. --no-test moves it without this check.</source>
        <translation>Hiçbir şey değiştirilmedi. --no-test bu kontrol olmadan taşır.</translation>
    </message>
    <message>
        <source>The server “%1” uses the native bridge now.</source>
        <translation>“%1” sunucusu artık yerel köprüyü kullanıyor.</translation>
    </message>
    <message numerus="yes">
        <source>%n servers use the native bridge now.</source>
        <translation>
            <numerusform>%n sunucu artık yerel köprüyü kullanıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not said which server to move.</source>
        <translation>Hangi sunucunun taşınacağı belirtilmemiş.</translation>
    </message>
    <message>
        <source>Name it, or say --all.</source>
        <translation>Adını verin ya da --all yazın.</translation>
    </message>
    <message>
        <source>Move servers that use mcp-remote, supergateway or a document&apos;s script to the native bridge</source>
        <translation>mcp-remote, supergateway ya da bir belgenin betiğini kullanan sunucuları yerel köprüye taşı</translation>
    </message>
    <message>
        <source>All servers that can be moved</source>
        <translation>Taşınabilecek tüm sunucular</translation>
    </message>
    <message>
        <source>Do not test the old and the new entry first</source>
        <translation>Önce eski ve yeni girdiyi sınama</translation>
    </message>
    <message>
        <source>Move it although neither the old nor the new entry works</source>
        <translation>Ne eski ne yeni girdi çalışsa da taşı</translation>
    </message>
    <message>
        <source>Write the change into every settings file that Claude may read</source>
        <translation>Değişikliği Claude&apos;un okuyabileceği tüm ayar dosyalarına yazar</translation>
    </message>
    <message>
        <source>last changed: %1</source>
        <translation>son değişiklik: %1</translation>
    </message>
    <message>
        <source>servers: %1</source>
        <translation>sunucular: %1</translation>
    </message>
    <message>
        <source>a link to: %1</source>
        <translation>şuraya bağlantı: %1</translation>
    </message>
    <message>
        <source>belongs to: %1</source>
        <translation>sahibi: %1</translation>
    </message>
    <message>
        <source>write-protected</source>
        <translation>yazmaya karşı korumalı</translation>
    </message>
    <message>
        <source>newest log: %1</source>
        <translation>en yeni günlük: %1</translation>
    </message>
    <message>
        <source>Your organisation does not allow local servers in Claude: %1</source>
        <translation>Kuruluşunuz Claude&apos;da yerel sunuculara izin vermiyor: %1</translation>
    </message>
    <message>
        <source>It is not certain which one Claude reads. Name the right one with --config, or write changes into all with --both.</source>
        <translation>Claude&apos;un hangisini okuduğu kesin değil. Doğru olanı --config ile belirtin ya da değişiklikleri --both ile hepsine yazın.</translation>
    </message>
    <message>
        <source>Written too: %1</source>
        <translation>Buna da yazıldı: %1</translation>
    </message>
    <message>
        <source>extension of Claude</source>
        <translation>Claude uzantısı</translation>
    </message>
    <message>
        <source>extension of Claude, switched off</source>
        <translation>Claude uzantısı, kapalı</translation>
    </message>
    <message>
        <source>server of your organisation</source>
        <translation>kuruluşunuzun sunucusu</translation>
    </message>
    <message>
        <source>These servers were in the settings file before, and another program took them out: %1</source>
        <translation>Bu sunucular daha önce ayar dosyasındaydı, başka bir program onları çıkardı: %1</translation>
    </message>
    <message>
        <source>To put them back: kopructl restore --vanished. If it was meant: kopructl restore --accept</source>
        <translation>Geri koymak için: kopructl restore --vanished. Bilerek yapıldıysa: kopructl restore --accept</translation>
    </message>
    <message>
        <source>Another program changed the file at the same time; its changes are in it too.</source>
        <translation>Başka bir program dosyayı aynı anda değiştirdi; onun değişiklikleri de dosyada duruyor.</translation>
    </message>
    <message>
        <source>Another program took these servers out at the same time: %1</source>
        <translation>Başka bir program aynı anda bu sunucuları çıkardı: %1</translation>
    </message>
    <message>
        <source>%1 (yours: %2; the file: %3)</source>
        <extracomment>%1 a sentence, %2 and %3 line:column</extracomment>
        <translation>%1 (sizinki: %2; dosya: %3)</translation>
    </message>
    <message>
        <source>Nothing was written. Repeat the command with --keep ours or --keep theirs, or look at the file first and then repeat it as it is.</source>
        <translation>Hiçbir şey yazılmadı. Komutu --keep ours (sizinki) veya --keep theirs (dosyadaki) ile yineleyin ya da önce dosyaya bakıp olduğu gibi yineleyin.</translation>
    </message>
    <message>
        <source>Give a server another name</source>
        <translation>Bir sunucuya başka bir ad verir</translation>
    </message>
    <message>
        <source>The new name</source>
        <translation>Yeni ad</translation>
    </message>
    <message>
        <source>Take a server out of Claude and keep it</source>
        <translation>Bir sunucuyu beklemeye alır: Claude’dan çıkarıp saklar</translation>
    </message>
    <message>
        <source>Put a parked server back as it was</source>
        <translation>Beklemedeki bir sunucuyu olduğu gibi geri koyar</translation>
    </message>
    <message>
        <source>Read what somebody copied: settings, a command, an address</source>
        <translation>Kopyalanan bir metni okur: ayarlar, bir komut, bir adres</translation>
    </message>
    <message>
        <source>The text, without secrets; left out or -: standard input</source>
        <translation>Metin, gizli değer olmadan; yazılmazsa veya -: standart girdi</translation>
    </message>
    <message>
        <source>Read the text from this file</source>
        <translation>Metni bu dosyadan oku</translation>
    </message>
    <message>
        <source>Take over servers from a file; without one, list files that are there</source>
        <translation>Bir dosyadaki sunucuları alır; dosya verilmezse bulunan dosyaları listeler</translation>
    </message>
    <message>
        <source>The file; - is standard input</source>
        <translation>Dosya; - standart girdidir</translation>
    </message>
    <message>
        <source>Program that the file is of: %1</source>
        <translation>Dosyanın ait olduğu program: %1</translation>
    </message>
    <message>
        <source>Make a file of servers for a colleague, without secrets</source>
        <translation>İş arkadaşınız için sunuculardan, gizli değerler olmadan bir dosya hazırlar</translation>
    </message>
    <message>
        <source>Names of servers</source>
        <translation>Sunucuların adları</translation>
    </message>
    <message>
        <source>Write it to this file, not to standard output</source>
        <translation>Standart çıktı yerine bu dosyaya yaz</translation>
    </message>
    <message>
        <source>Mend a settings file that cannot be read</source>
        <translation>Okunamayan bir ayar dosyasını onarır</translation>
    </message>
    <message>
        <source>Write the mended file</source>
        <translation>Onarılan dosyayı yaz</translation>
    </message>
    <message>
        <source>Print the mended file, secrets hidden</source>
        <translation>Onarılan dosyayı gizli değerleri saklayarak yazdır</translation>
    </message>
    <message>
        <source>List earlier versions of the settings file, or show one</source>
        <translation>Ayar dosyasının yedeklerini listeler veya birini gösterir</translation>
    </message>
    <message>
        <source>List earlier versions, the newest first</source>
        <translation>Yedekleri en yenisinden başlayarak listeler</translation>
    </message>
    <message>
        <source>Compare one with the file as it is now</source>
        <translation>Bir yedeği dosyanın şimdiki hâliyle karşılaştırır</translation>
    </message>
    <message>
        <source>Its number or its id in the list</source>
        <translation>Listedeki numarası veya kimliği</translation>
    </message>
    <message>
        <source>Go back to an earlier version, or put servers back</source>
        <translation>Önceki bir yedeğe döner veya sunucuları geri koyar</translation>
    </message>
    <message>
        <source>Put these servers back, and nothing else</source>
        <translation>Yalnızca bu sunucuları geri koy</translation>
    </message>
    <message>
        <source>Put all servers back that vanished</source>
        <translation>Kaybolan bütün sunucuları geri koy</translation>
    </message>
    <message>
        <source>Put nothing back, and do not speak of it again</source>
        <translation>Hiçbirini geri koyma ve bir daha söyleme</translation>
    </message>
    <message>
        <source>Whose change counts where another program changed the same at the same time: ours or theirs</source>
        <translation>Başka bir program aynı yeri aynı anda değiştirdiyse kimin değişikliği geçerli olsun: ours (bizimki) veya theirs (onunki)</translation>
    </message>
    <message>
        <source>Add what was understood to the settings file</source>
        <translation>Anlaşılanı ayar dosyasına ekle</translation>
    </message>
    <message>
        <source>Only this server; may be repeated</source>
        <translation>Yalnızca bu sunucu; yinelenebilir</translation>
    </message>
    <message>
        <source>Answer to a question, as PLACE=VALUE; may be repeated</source>
        <translation>Bir sorunun yanıtı, YER=DEĞER biçiminde; yinelenebilir</translation>
    </message>
    <message>
        <source>Ask for each token, or read them line by line from standard input</source>
        <translation>Her token’ı sor veya standart girdiden satır satır oku</translation>
    </message>
    <message>
        <source>Take a token from this environment variable, as [PLACE=]NAME; may be repeated</source>
        <translation>Token’ı bu ortam değişkeninden al, [YER=]AD biçiminde; yinelenebilir</translation>
    </message>
    <message>
        <source>The server “%1” is called “%2” now.</source>
        <translation>“%1” sunucusunun adı artık “%2”.</translation>
    </message>
    <message>
        <source>The server “%1” is parked. To put it back: kopructl unpark %2</source>
        <translation>“%1” sunucusu beklemeye alındı. Geri koymak için: kopructl unpark %2</translation>
    </message>
    <message>
        <source>There is no parked server “%1”.</source>
        <translation>Beklemede “%1” adlı bir sunucu yok.</translation>
    </message>
    <message>
        <source>kopructl list shows those that are parked.</source>
        <translation>Beklemedekileri kopructl list gösterir.</translation>
    </message>
    <message>
        <source>The server “%1” is in the settings file already.</source>
        <translation>“%1” sunucusu zaten ayar dosyasında.</translation>
    </message>
    <message>
        <source>Give it another name with --name.</source>
        <translation>--name ile başka bir ad verin.</translation>
    </message>
    <message>
        <source>The server “%1” is back.</source>
        <translation>“%1” sunucusu geri geldi.</translation>
    </message>
    <message>
        <source>From %1, %2:</source>
        <translation>%1, %2 dosyasından:</translation>
    </message>
    <message>
        <source>no server</source>
        <translation>sunucu yok</translation>
    </message>
    <message>
        <source>No settings of VS Code, Cursor or Claude Code were found.</source>
        <translation>VS Code, Cursor veya Claude Code ayarı bulunamadı.</translation>
    </message>
    <message>
        <source>There is a text and a file, and one of them is too much.</source>
        <translation>Hem metin hem dosya verildi, biri fazla.</translation>
    </message>
    <message>
        <source>Leave one of them out.</source>
        <translation>Birini yazmayın.</translation>
    </message>
    <message>
        <source>Give the text on standard input, or with --from-file.</source>
        <translation>Metni standart girdiden veya --from-file ile verin.</translation>
    </message>
    <message>
        <source>This is %1.</source>
        <translation>Anlaşılan: %1.</translation>
    </message>
    <message>
        <source>There is no program “%1” to import from.</source>
        <translation>İçe aktarılabilecek “%1” adlı bir program yok.</translation>
    </message>
    <message>
        <source>There is no such file: %1</source>
        <translation>Böyle bir dosya yok: %1</translation>
    </message>
    <message>
        <source>Name the file behind --from %1.</source>
        <translation>Dosyayı --from %1 ifadesinden sonra yazın.</translation>
    </message>
    <message>
        <source>Name the program that the file is of with --from, or give it to kopructl paste --from-file.</source>
        <translation>Dosyanın ait olduğu programı --from ile belirtin veya dosyayı kopructl paste --from-file komutuna verin.</translation>
    </message>
    <message>
        <source>Nothing is asked for at “%1”.</source>
        <translation>“%1” yerinde sorulan bir şey yok.</translation>
    </message>
    <message>
        <source>There is no open question.</source>
        <translation>Açık soru yok.</translation>
    </message>
    <message>
        <source>It is asked for: %1</source>
        <translation>Sorulan: %1</translation>
    </message>
    <message>
        <source>It is not certain which token is meant.</source>
        <translation>Hangi token’ın kastedildiği belli değil.</translation>
    </message>
    <message>
        <source>Write --secret-from-env PLACE=%1. It is asked for: %2</source>
        <translation>--secret-from-env YER=%1 biçiminde yazın. Sorulan: %2</translation>
    </message>
    <message>
        <source>Standard input already held the text and can give no token.</source>
        <translation>Standart girdide metin vardı, oradan token alınamaz.</translation>
    </message>
    <message>
        <source>Server: %1 (%2)</source>
        <translation>Sunucu: %1 (%2)</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>adsız</translation>
    </message>
    <message>
        <source>This will run: %1</source>
        <translation>Çalışacak komut: %1</translation>
    </message>
    <message>
        <source>with %1</source>
        <translation>değişken: %1</translation>
    </message>
    <message>
        <source>A token is asked for: %1</source>
        <translation>Sorulan token: %1</translation>
    </message>
    <message>
        <source>There is no server “%1” in it.</source>
        <translation>İçinde “%1” adlı bir sunucu yok.</translation>
    </message>
    <message>
        <source>There are: %1</source>
        <translation>Bulunanlar: %1</translation>
    </message>
    <message>
        <source>--name can name one server only, and there are several.</source>
        <translation>--name yalnızca bir sunucuya ad verebilir, burada birden çok sunucu var.</translation>
    </message>
    <message>
        <source>Nothing was written. To add it, repeat the command with --save.</source>
        <translation>Hiçbir şey yazılmadı. Eklemek için komutu --save ile yineleyin.</translation>
    </message>
    <message>
        <source>Something is still asked for: %1</source>
        <translation>Hâlâ yanıt bekleyenler var: %1</translation>
    </message>
    <message>
        <source>Answer with --set PLACE=VALUE, tokens with --secret or --secret-from-env PLACE=NAME.</source>
        <translation>--set YER=DEĞER ile yanıtlayın; token’ları --secret veya --secret-from-env YER=AD ile verin.</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>Eklendi: %1</translation>
    </message>
    <message>
        <source>Standard input cannot be read.</source>
        <translation>Standart girdi okunamıyor.</translation>
    </message>
    <message>
        <source>Give the text with --from-file.</source>
        <translation>Metni --from-file ile verin.</translation>
    </message>
    <message>
        <source>Claude cannot read this file and ignores every server in it.</source>
        <translation>Claude bu dosyayı okuyamıyor ve içindeki bütün sunucuları yok sayıyor.</translation>
    </message>
    <message>
        <source>It cannot be mended without a guess. An earlier version can be restored: kopructl snapshots lists them.</source>
        <translation>Tahmin yapmadan onarılamaz. Bir yedek geri yüklenebilir: yedekleri kopructl snapshots listeler.</translation>
    </message>
    <message>
        <source>Claude can read the settings file. There is nothing to mend.</source>
        <translation>Claude ayar dosyasını okuyabiliyor. Onarılacak bir şey yok.</translation>
    </message>
    <message>
        <source>The file cannot be mended without a guess.</source>
        <translation>Dosya tahmin yapmadan onarılamaz.</translation>
    </message>
    <message>
        <source>Correct the places above by hand, or restore an earlier version: kopructl snapshots lists them.</source>
        <translation>Yukarıdaki yerleri elle düzeltin veya bir yedeği geri yükleyin: yedekleri kopructl snapshots listeler.</translation>
    </message>
    <message>
        <source>Nothing was written. To write the mended file: kopructl repair --write</source>
        <translation>Hiçbir şey yazılmadı. Onarılan dosyayı yazmak için: kopructl repair --write</translation>
    </message>
    <message>
        <source>The settings file is mended. The broken one is kept: kopructl snapshots lists it.</source>
        <translation>Ayar dosyası onarıldı. Bozuk hâli saklandı: kopructl snapshots onu listeler.</translation>
    </message>
    <message>
        <source>%1 (parked)</source>
        <translation>%1 (beklemede)</translation>
    </message>
    <message>
        <source>parked, Claude does not see it</source>
        <translation>beklemede, Claude onu görmüyor</translation>
    </message>
    <message>
        <source>A file of a parked server cannot be read: %1</source>
        <translation>Beklemedeki bir sunucunun dosyası okunamıyor: %1</translation>
    </message>
    <message>
        <source>%1: left out, and asked for on import: %2</source>
        <translation>%1: çıkarıldı, içe aktarırken sorulacak: %2</translation>
    </message>
    <message>
        <source>%1: not taken along, since Claude ignores it: %2</source>
        <translation>%1: Claude yok saydığı için alınmadı: %2</translation>
    </message>
    <message>
        <source>The file %1 is there already.</source>
        <translation>%1 dosyası zaten var.</translation>
    </message>
    <message>
        <source>Choose another name. Nothing was written.</source>
        <translation>Başka bir ad seçin. Hiçbir şey yazılmadı.</translation>
    </message>
    <message>
        <source>The file is %1. To open it: kopructl import %2</source>
        <translation>Dosya: %1. Açmak için: kopructl import %2</translation>
    </message>
    <message>
        <source>There is no earlier version “%1”.</source>
        <translation>“%1” diye bir yedek yok.</translation>
    </message>
    <message>
        <source>Kopru has kept none of this file yet.</source>
        <translation>Kopru bu dosyanın yedeğini henüz almadı.</translation>
    </message>
    <message>
        <source>kopructl snapshots lists them: 1 to %1.</source>
        <translation>Yedekleri kopructl snapshots listeler: 1 ile %1 arası.</translation>
    </message>
    <message>
        <source>The file holds this version now.</source>
        <translation>Dosya şu anda bu hâlde.</translation>
    </message>
    <message>
        <source>cannot be read as settings</source>
        <translation>ayar olarak okunamıyor</translation>
    </message>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation>
            <numerusform>%n sunucu</numerusform>
        </translation>
    </message>
    <message>
        <source>as it is now</source>
        <translation>şimdiki hâli</translation>
    </message>
    <message>
        <source>the same servers</source>
        <translation>aynı sunucular</translation>
    </message>
    <message>
        <source>+ comes back, - goes away, ~ changes with kopructl restore NUMBER</source>
        <translation>kopructl restore NUMARA ile + geri gelir, - gider, ~ değişir</translation>
    </message>
    <message>
        <source>This version cannot be read as settings: %1</source>
        <translation>Bu yedek ayar olarak okunamıyor: %1</translation>
    </message>
    <message>
        <source>Choose another one. kopructl snapshots lists them.</source>
        <translation>Başka bir yedek seçin. Yedekleri kopructl snapshots listeler.</translation>
    </message>
    <message>
        <source>The version of %1 is back.</source>
        <translation>%1 tarihli yedek geri yüklendi.</translation>
    </message>
    <message>
        <source>No server vanished since Kopru last looked.</source>
        <translation>Kopru’nun son baktığından beri hiçbir sunucu kaybolmadı.</translation>
    </message>
    <message>
        <source>No earlier version holds these servers: %1</source>
        <translation>Bu sunucular hiçbir yedekte yok: %1</translation>
    </message>
    <message>
        <source>Check the names. kopructl snapshots lists the versions.</source>
        <translation>Adları denetleyin. Yedekleri kopructl snapshots listeler.</translation>
    </message>
    <message>
        <source>These servers are in the settings file.</source>
        <translation>Bu sunucular ayar dosyasında duruyor.</translation>
    </message>
    <message>
        <source>These servers are back: %1</source>
        <translation>Bu sunucular geri geldi: %1</translation>
    </message>
    <message>
        <source>Kopru does not miss these servers any more: %1</source>
        <translation>Kopru artık bu sunucuları aramıyor: %1</translation>
    </message>
    <message>
        <source>It is not said what is to be restored.</source>
        <translation>Neyin geri yükleneceği belirtilmedi.</translation>
    </message>
    <message>
        <source>Name a version of kopructl snapshots, or --servers, --vanished or --accept.</source>
        <translation>kopructl snapshots listesinden bir yedek ya da --servers, --vanished veya --accept yazın.</translation>
    </message>
    <message>
        <source>It is not certain which settings file Claude reads. This is about %1, and kopructl where shows all.</source>
        <translation>Claude&apos;un hangi ayar dosyasını okuduğu kesin değil. Burada %1 ele alınıyor; kopructl where hepsini gösterir.</translation>
    </message>
    <message>
        <source>A file that cannot be read is replaced as a whole. That is not done in several files at once.</source>
        <translation>Okunamayan bir dosyanın tamamı değiştirilir. Bu, birkaç dosyada birden yapılmaz.</translation>
    </message>
    <message>
        <source>Name one file after the other with --config. kopructl where shows all.</source>
        <translation>Dosyaları tek tek --config ile belirtin. kopructl where hepsini gösterir.</translation>
    </message>
    <message>
        <source>The change is not in every settings file.</source>
        <translation>Değişiklik bütün ayar dosyalarına yazılamadı.</translation>
    </message>
    <message>
        <source>Mend what is in the way of the others, then make the change in each of them with --config.</source>
        <translation>Ötekilerdeki engelleri giderin, sonra değişikliği --config ile her birinde ayrı ayrı yapın.</translation>
    </message>
    <message>
        <source>These servers were not moved, because of their tests: %1</source>
        <translation>Bu sunucular testleri nedeniyle taşınmadı: %1</translation>
    </message>
    <message>
        <source>Mend their connections first. kopructl convert NAME says what is in the way.</source>
        <translation>Önce bağlantılarını düzeltin. Engelin ne olduğunu kopructl convert AD söyler.</translation>
    </message>
    <message>
        <source>%1; Kopru works on this one</source>
        <translation>%1; Kopru bununla çalışıyor</translation>
    </message>
    <message>
        <source>%1; named with --config</source>
        <translation>%1; --config ile belirtildi</translation>
    </message>
    <message>
        <source>Nothing to change: %1</source>
        <translation>Değiştirilecek bir şey yok: %1</translation>
    </message>
    <message>
        <source>Several servers ask for “%1”.</source>
        <translation>“%1” yerini birden çok sunucu soruyor.</translation>
    </message>
    <message>
        <source>Say which one is meant: %1</source>
        <translation>Hangisini kastettiğinizi yazın: %1</translation>
    </message>
    <message>
        <source>Give the text in a file, or the token with --secret-from-env.</source>
        <translation>Metni bir dosyada ya da token’ı --secret-from-env ile verin.</translation>
    </message>
    <message>
        <source>Choose one with --server: %1</source>
        <translation>--server ile birini seçin: %1</translation>
    </message>
    <message>
        <source>Give it another name with --name, such as “%1”, or leave it out by naming the others with --server.</source>
        <translation>--name ile başka bir ad verin, örneğin “%1”, ya da --server ile ötekileri seçerek onu dışarıda bırakın.</translation>
    </message>
    <message>
        <source>Another one is called “%1” as well. It becomes “%2”.</source>
        <translation>“%1” adında bir sunucu daha var. Bunun adı “%2” olacak.</translation>
    </message>
    <message>
        <source>%1 is a link to %2, where nothing is. Claude sees no settings.</source>
        <translation>%1, %2 yoluna giden bir bağlantı, ama orada bir şey yok. Claude hiçbir ayar görmüyor.</translation>
    </message>
    <message>
        <source>Put the file back there, or remove the link.</source>
        <translation>Dosyayı oraya geri koyun ya da bağlantıyı kaldırın.</translation>
    </message>
    <message>
        <source>There is no settings file here: %1</source>
        <translation>Burada ayar dosyası yok: %1</translation>
    </message>
    <message>
        <source>Check the path behind --config.</source>
        <translation>--config ile verdiğiniz yolu denetleyin.</translation>
    </message>
    <message>
        <source>There is no settings file yet: %1</source>
        <translation>Henüz ayar dosyası yok: %1</translation>
    </message>
    <message>
        <source>Enter them again, or let Kopru forget them: kopructl restore --accept</source>
        <translation>Onları yeniden ekleyin ya da Kopru&apos;nun unutmasını sağlayın: kopructl restore --accept</translation>
    </message>
    <message>
        <source>It can be mended without a guess: kopructl repair shows how.</source>
        <translation>Tahmin gerektirmeden onarılabilir: nasıl olacağını kopructl repair gösterir.</translation>
    </message>
    <message>
        <source>Show what would stand in the file without writing it</source>
        <translation>Dosyaya ne yazılacağını göster, dosyayı yazma</translation>
    </message>
    <message>
        <source>%1: in the file, for everybody to read:</source>
        <translation>%1: dosyada duran ve herkesin okuyabileceği bilgiler:</translation>
    </message>
    <message numerus="yes">
        <source>%n of this can be mended safely at once: kopructl doctor --fix</source>
        <translation>
            <numerusform>%n tanesi hemen güvenle düzeltilebilir: kopructl doctor --fix</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing that can be mended safely without you.</source>
        <translation>Siz olmadan güvenle düzeltilebilecek bir şey yok.</translation>
    </message>
    <message numerus="yes">
        <source>%n faults are mended.</source>
        <translation>
            <numerusform>%n hata düzeltildi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start no server and ask none</source>
        <translation>Hiçbir sunucuyu başlatma, hiçbirine sorma</translation>
    </message>
    <message>
        <source>Do everything that is safe, and save it</source>
        <translation>Güvenli olan her şeyi yap ve kaydet</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>%1 diye bir dosya yok.</translation>
    </message>
</context>
<context>
    <name>PasteWords</name>
    <message>
        <source>Value of the header %1</source>
        <translation>%1 başlığının değeri</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>%1 değeri</translation>
    </message>
    <message>
        <source>Argument %1 of the command</source>
        <translation>Komutun %1. bağımsız değişkeni</translation>
    </message>
    <message>
        <source>The program to start</source>
        <translation>Başlatılacak program</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Sunucunun adresi</translation>
    </message>
    <message numerus="yes">
        <source>Recognised: %1. It holds %n servers.</source>
        <translation>
            <numerusform>Tanınan: %1. İçinde %n sunucu var.</numerusform>
        </translation>
    </message>
    <message>
        <source>Recognised: %1.</source>
        <translation>Tanınan: %1.</translation>
    </message>
    <message>
        <source>Claude would start: %1</source>
        <translation>Claude şunu başlatır: %1</translation>
    </message>
    <message>
        <source>With the variables: %1</source>
        <translation>Değişkenlerle: %1</translation>
    </message>
</context>
<context>
    <name>PresetWords</name>
    <message>
        <source>It cannot be read: %1.</source>
        <translation>Okunamıyor: %1.</translation>
    </message>
    <message>
        <source>It is larger than 1 MB.</source>
        <translation>1 MB&apos;den büyük.</translation>
    </message>
    <message>
        <source>It is no JSON; the fault is in line %1.</source>
        <translation>JSON değil; hata %1. satırda.</translation>
    </message>
    <message>
        <source>It has no list “presets”.</source>
        <translation>İçinde “presets” listesi yok.</translation>
    </message>
    <message>
        <source>“%1” is not known here.</source>
        <translation>“%1” burada bilinmiyor.</translation>
    </message>
    <message>
        <source>“%1” is missing.</source>
        <translation>“%1” eksik.</translation>
    </message>
    <message>
        <source>“%1” has a value of a wrong type.</source>
        <translation>“%1” değerinin türü yanlış.</translation>
    </message>
    <message>
        <source>There is no kind “%1”.</source>
        <translation>“%1” diye bir tür yok.</translation>
    </message>
    <message>
        <source>This kind has no field “%1”.</source>
        <translation>Bu türün “%1” alanı yok.</translation>
    </message>
    <message>
        <source>The value of “%1” does not fit this field.</source>
        <translation>“%1” değeri bu alana uymuyor.</translation>
    </message>
    <message>
        <source>“%1” holds a secret. A preset must not have one.</source>
        <translation>“%1” bir sır içeriyor. Hazır ayarda sır bulunamaz.</translation>
    </message>
    <message>
        <source>“%1” is missing: English and Turkish are both needed.</source>
        <translation>“%1” eksik: İngilizce ve Türkçe birlikte gereklidir.</translation>
    </message>
    <message>
        <source>The link must be a web address that begins with https://.</source>
        <translation>Bağlantı, https:// ile başlayan bir web adresi olmalıdır.</translation>
    </message>
    <message>
        <source>Another preset of this file has the same id.</source>
        <translation>Bu dosyada aynı id&apos;ye sahip başka bir hazır ayar var.</translation>
    </message>
    <message>
        <source>The file %1 is left out. %2</source>
        <translation>%1 dosyası kullanılmadı. %2</translation>
    </message>
    <message>
        <source>The preset %1 in %2 is left out. %3</source>
        <translation>%2 içindeki %1 hazır ayarı kullanılmadı. %3</translation>
    </message>
</context>
<context>
    <name>ServerFileWords</name>
    <message>
        <source>Ask for the file once more.</source>
        <translation>Dosyayı yeniden isteyin.</translation>
    </message>
    <message>
        <source>The file is too large for a file with servers.</source>
        <translation>Dosya, sunucu dosyası olamayacak kadar büyük.</translation>
    </message>
    <message>
        <source>Check whether this is the right file.</source>
        <translation>Doğru dosya olup olmadığını kontrol edin.</translation>
    </message>
    <message>
        <source>The file is damaged. %1</source>
        <translation>Dosya bozuk. %1</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>Dosya bozuk.</translation>
    </message>
    <message>
        <source>This is no file with servers that Kopru wrote.</source>
        <translation>Bu, Kopru’nun yazdığı bir sunucu dosyası değil.</translation>
    </message>
    <message>
        <source>Choose a file that was made with Export, or say which program it is of.</source>
        <translation>Dışa aktarmayla hazırlanmış bir dosya seçin veya dosyanın hangi programa ait olduğunu belirtin.</translation>
    </message>
    <message>
        <source>A newer version of Kopru wrote this file.</source>
        <translation>Bu dosyayı Kopru’nun daha yeni bir sürümü yazmış.</translation>
    </message>
    <message>
        <source>Bring Kopru up to date and open the file again.</source>
        <translation>Kopru’yu güncelleyin ve dosyayı yeniden açın.</translation>
    </message>
    <message>
        <source>The file is damaged at “%1”.</source>
        <translation>Dosyanın “%1” bölümü bozuk.</translation>
    </message>
    <message>
        <source>There is no server in the file.</source>
        <translation>Dosyada sunucu yok.</translation>
    </message>
</context>
<context>
    <name>SnippetWords</name>
    <message>
        <source>servers of a settings file (mcpServers)</source>
        <translation>bir ayar dosyasının sunucuları (mcpServers)</translation>
    </message>
    <message>
        <source>an entry of a settings file</source>
        <translation>bir ayar dosyası kaydı</translation>
    </message>
    <message>
        <source>servers of VS Code</source>
        <translation>VS Code sunucuları</translation>
    </message>
    <message>
        <source>servers of Zed</source>
        <translation>Zed sunucuları</translation>
    </message>
    <message>
        <source>servers of OpenCode</source>
        <translation>OpenCode sunucuları</translation>
    </message>
    <message>
        <source>servers of Continue</source>
        <translation>Continue sunucuları</translation>
    </message>
    <message>
        <source>servers of a request to the Messages API</source>
        <translation>Messages API isteğinin sunucuları</translation>
    </message>
    <message>
        <source>variables</source>
        <translation>değişkenler</translation>
    </message>
    <message>
        <source>servers of Claude Code</source>
        <translation>Claude Code sunucuları</translation>
    </message>
    <message>
        <source>a command for Claude Code</source>
        <translation>Claude Code için bir komut</translation>
    </message>
    <message>
        <source>a command for VS Code</source>
        <translation>VS Code için bir komut</translation>
    </message>
    <message>
        <source>a command for Gemini CLI</source>
        <translation>Gemini CLI için bir komut</translation>
    </message>
    <message>
        <source>a command for Codex</source>
        <translation>Codex için bir komut</translation>
    </message>
    <message>
        <source>a command line of mcp-remote</source>
        <translation>bir mcp-remote komut satırı</translation>
    </message>
    <message>
        <source>a command line of supergateway</source>
        <translation>bir supergateway komut satırı</translation>
    </message>
    <message>
        <source>a command line</source>
        <translation>bir komut satırı</translation>
    </message>
    <message>
        <source>a command that tests a server</source>
        <translation>bir sunucuyu deneyen komut</translation>
    </message>
    <message>
        <source>an address</source>
        <translation>bir adres</translation>
    </message>
    <message>
        <source>a token</source>
        <translation>bir token</translation>
    </message>
    <message>
        <source>a header with a token</source>
        <translation>token taşıyan bir başlık</translation>
    </message>
    <message>
        <source>an address and a token, as they are mailed</source>
        <translation>e-postayla gönderildiği biçimde adres ve token</translation>
    </message>
    <message>
        <source>There is nothing to read.</source>
        <translation>Okunacak bir şey yok.</translation>
    </message>
    <message>
        <source>No server was found in this text.</source>
        <translation>Bu metinde sunucu bulunamadı.</translation>
    </message>
    <message>
        <source>These settings can be read, but no server stands in them.</source>
        <translation>Bu ayarlar okunabiliyor, ama içlerinde sunucu yok.</translation>
    </message>
    <message>
        <source>The entry has neither a command nor an address.</source>
        <translation>Kayıtta ne komut ne de adres var.</translation>
    </message>
    <message>
        <source>A part of the entry is missing, and it can only be guessed.</source>
        <translation>Kaydın bir bölümü eksik ve ancak tahmin edilebilir.</translation>
    </message>
    <message>
        <source>The address of the server is missing.</source>
        <translation>Sunucunun adresi eksik.</translation>
    </message>
    <message>
        <source>MCP servers are not reached by an address of this kind.</source>
        <translation>MCP sunucularına bu tür bir adresle ulaşılmaz.</translation>
    </message>
    <message>
        <source>This is the page of a project, not the address of a server.</source>
        <translation>Bu bir proje sayfasıdır, sunucu adresi değildir.</translation>
    </message>
    <message>
        <source>This server wants a sign-in in the browser, which the bridge does not do.</source>
        <translation>Bu sunucu tarayıcıda oturum açmak istiyor; köprü bunu yapmaz.</translation>
    </message>
    <message>
        <source>These are variables only; what they belong to is missing.</source>
        <translation>Burada yalnızca değişkenler var; neye ait oldukları eksik.</translation>
    </message>
    <message>
        <source>This calls a web service that is no MCP server.</source>
        <translation>Bu komut, MCP sunucusu olmayan bir web servisini çağırıyor.</translation>
    </message>
    <message>
        <source>This is YAML, which Kopru does not read.</source>
        <translation>Bu YAML biçimindedir; Kopru bunu okumaz.</translation>
    </message>
    <message>
        <source>This is TOML, which Kopru does not read.</source>
        <translation>Bu TOML biçimindedir; Kopru bunu okumaz.</translation>
    </message>
    <message>
        <source>This is the source of a web page, and no entry stands in it.</source>
        <translation>Bu bir web sayfasının kaynağıdır ve içinde kayıt yok.</translation>
    </message>
    <message>
        <source>This is an extension. Claude installs it itself.</source>
        <translation>Bu bir uzantıdır. Claude onu kendisi kurar.</translation>
    </message>
    <message>
        <source>This link is made for another program.</source>
        <translation>Bu bağlantı başka bir program içindir.</translation>
    </message>
    <message>
        <source>This is the path of a file; what starts it is missing.</source>
        <translation>Bu bir dosya yoludur; onu başlatan program eksik.</translation>
    </message>
    <message>
        <source>This line needs a shell: Claude starts one program and nothing around it.</source>
        <translation>Bu satır bir kabuk gerektiriyor: Claude tek bir program başlatır, çevresindekileri değil.</translation>
    </message>
    <message>
        <source>This starts in a certain folder or with a script. Claude starts programs without either.</source>
        <translation>Bu, belirli bir klasörde ya da bir betikle başlıyor. Claude programları ikisi de olmadan başlatır.</translation>
    </message>
    <message>
        <source>This command wants the rights of an administrator. A server must not have them.</source>
        <translation>Bu komut yönetici hakları istiyor. Bir sunucunun bu hakları olmamalıdır.</translation>
    </message>
    <message>
        <source>This command installs something; it starts no server.</source>
        <translation>Bu komut bir şey kuruyor; sunucu başlatmıyor.</translation>
    </message>
    <message>
        <source>This command opens a tunnel; it starts no server.</source>
        <translation>Bu komut bir tünel açıyor; sunucu başlatmıyor.</translation>
    </message>
    <message>
        <source>This command starts no server.</source>
        <translation>Bu komut sunucu başlatmıyor.</translation>
    </message>
    <message>
        <source>Paste the part of the instructions that begins with {, with npx or claude, or with https://.</source>
        <translation>Yönergenin {, npx, claude ya da https:// ile başlayan bölümünü yapıştırın.</translation>
    </message>
    <message>
        <source>Look in the instructions for mcpServers, a command or an address.</source>
        <translation>Yönergede mcpServers, bir komut ya da bir adres arayın.</translation>
    </message>
    <message>
        <source>Copy the whole entry, up to its last brace.</source>
        <translation>Kaydın tamamını, son süslü ayracına kadar kopyalayın.</translation>
    </message>
    <message>
        <source>Copy it once more, from the first brace to the last.</source>
        <translation>İlk süslü ayraçtan sonuncusuna kadar yeniden kopyalayın.</translation>
    </message>
    <message>
        <source>Add the address, or ask the people who run the server for it.</source>
        <translation>Adresi ekleyin ya da sunucuyu işletenlere sorun.</translation>
    </message>
    <message>
        <source>Ask for an address that begins with https:// or wss://.</source>
        <translation>https:// ya da wss:// ile başlayan bir adres isteyin.</translation>
    </message>
    <message>
        <source>Open the page and copy the command or the entry that it shows.</source>
        <translation>Sayfayı açın ve gösterdiği komutu ya da kaydı kopyalayın.</translation>
    </message>
    <message>
        <source>Add it in Claude under Settings, Connectors, or ask for a token that can be put into a header.</source>
        <translation>Claude&apos;da Ayarlar, Bağlayıcılar altından ekleyin ya da bir başlığa konabilecek bir token isteyin.</translation>
    </message>
    <message>
        <source>Paste them together with the command or the address.</source>
        <translation>Bunları komut ya da adresle birlikte yapıştırın.</translation>
    </message>
    <message>
        <source>Ask whether the service has an MCP address too; it often ends in /mcp.</source>
        <translation>Servisin bir MCP adresi de olup olmadığını sorun; çoğu zaman /mcp ile biter.</translation>
    </message>
    <message>
        <source>Look for the JSON version, or paste the command or the address alone.</source>
        <translation>JSON sürümünü arayın ya da yalnızca komutu veya adresi yapıştırın.</translation>
    </message>
    <message>
        <source>Open the page in the browser and copy what it shows.</source>
        <translation>Sayfayı tarayıcıda açın ve gösterdiğini kopyalayın.</translation>
    </message>
    <message>
        <source>Open the file by a double click, or in Claude under Settings, Extensions.</source>
        <translation>Dosyayı çift tıklayarak ya da Claude&apos;da Ayarlar, Uzantılar altından açın.</translation>
    </message>
    <message>
        <source>Copy the entry itself from the page that has the link.</source>
        <translation>Bağlantının bulunduğu sayfadan kaydın kendisini kopyalayın.</translation>
    </message>
    <message>
        <source>Put the program that runs it in front, as in “node /path/to/file.js”.</source>
        <translation>Onu çalıştıran programı başına yazın: “node /yol/dosya.js” gibi.</translation>
    </message>
    <message>
        <source>Paste the command alone, without what stands before and behind it.</source>
        <translation>Komutu tek başına, öncesi ve sonrası olmadan yapıştırın.</translation>
    </message>
    <message>
        <source>Write the whole path of the program and of its file.</source>
        <translation>Programın ve dosyasının tam yolunu yazın.</translation>
    </message>
    <message>
        <source>Use a command without sudo.</source>
        <translation>sudo içermeyen bir komut kullanın.</translation>
    </message>
    <message>
        <source>Run it in a terminal. Then paste the command that starts the server.</source>
        <translation>Bunu bir terminalde çalıştırın. Sonra sunucuyu başlatan komutu yapıştırın.</translation>
    </message>
    <message>
        <source>Run it in a terminal. Then paste the address at this end, as in ws://localhost:8082/mcp.</source>
        <translation>Bunu bir terminalde çalıştırın. Sonra bu uçtaki adresi yapıştırın: ws://localhost:8082/mcp gibi.</translation>
    </message>
    <message>
        <source>Look in the instructions for the command or entry that is meant for Claude.</source>
        <translation>Yönergede Claude için verilen komutu ya da kaydı arayın.</translation>
    </message>
    <message>
        <source>The server is reached through Kopru&apos;s bridge.</source>
        <translation>Sunucuya Kopru&apos;nun köprüsü üzerinden ulaşılır.</translation>
    </message>
    <message>
        <source>The bridge does what %1 does; it is no longer needed.</source>
        <translation>%1 programının işini köprü yapar; ona artık gerek yoktur.</translation>
    </message>
    <message>
        <source>The command stays as it is, because the bridge has nothing for %1.</source>
        <translation>Komut olduğu gibi kalır, çünkü köprüde %1 için bir karşılık yok.</translation>
    </message>
    <message>
        <source>The address is not encrypted. Everybody on the way can read the token: ask for https.</source>
        <translation>Adres şifreli değil. Yol üzerindeki herkes token&apos;ı okuyabilir: https isteyin.</translation>
    </message>
    <message>
        <source>The address is not encrypted. Others in this network can read along.</source>
        <translation>Adres şifreli değil. Bu ağdaki başkaları trafiği okuyabilir.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate would not be checked. Use this for a test only.</source>
        <translation>Sunucunun sertifikası denetlenmez. Bunu yalnızca deneme için kullanın.</translation>
    </message>
    <message>
        <source>A secret stands in the command, where every program on this computer can read it. Put it into a variable if the server can read one.</source>
        <translation>Komutta bir gizli değer var; bu bilgisayardaki her program onu okuyabilir. Sunucu okuyabiliyorsa onu bir değişkene koyun.</translation>
    </message>
    <message>
        <source>The address holds a secret. It ends up in logs; ask for a header instead.</source>
        <translation>Adreste bir gizli değer var. Günlüklere yazılır; bunun yerine bir başlık isteyin.</translation>
    </message>
    <message>
        <source>The name and the password in the address are sent as a header instead.</source>
        <translation>Adresteki ad ve parola, bunun yerine bir başlıkla gönderilir.</translation>
    </message>
    <message>
        <source>“%1” is left out: Claude does not know it.</source>
        <translation>“%1” alınmadı: Claude bunu tanımaz.</translation>
    </message>
    <message>
        <source>It was switched off. It can be added as a parked server.</source>
        <translation>Kapatılmıştı. Park edilmiş sunucu olarak eklenebilir.</translation>
    </message>
    <message>
        <source>In Claude Code it belongs to the project %1.</source>
        <translation>Claude Code&apos;da %1 projesine aittir.</translation>
    </message>
    <message>
        <source>Another server has the same name; this one needs its own.</source>
        <translation>Başka bir sunucu aynı adı taşıyor; buna ayrı bir ad gerekir.</translation>
    </message>
    <message>
        <source>Claude ignores servers of this name. Choose another.</source>
        <translation>Claude bu addaki sunucuları yok sayar. Başka bir ad seçin.</translation>
    </message>
    <message>
        <source>The text does not say which header carries the token. Authorization was assumed.</source>
        <translation>Metin, token&apos;ı hangi başlığın taşıdığını söylemiyor. Authorization varsayıldı.</translation>
    </message>
    <message>
        <source>The address had no https:// in front; it was added.</source>
        <translation>Adresin başında https:// yoktu; eklendi.</translation>
    </message>
    <message>
        <source>The text has no address. The service&apos;s usual one was taken.</source>
        <translation>Metinde adres yok. Servisin bilinen adresi alındı.</translation>
    </message>
    <message>
        <source>A whole address stood in the place of a host name. The host was taken from it.</source>
        <translation>Sunucu adının yerinde tam bir adres vardı. Sunucu adı ondan alındı.</translation>
    </message>
    <message>
        <source>This looks like the id of a token. The token itself stands beside it.</source>
        <translation>Bu, bir token&apos;ın kimliğine benziyor. Token&apos;ın kendisi onun yanında yazar.</translation>
    </message>
    <message>
        <source>The text was not quite right. It was read as it was meant; have a look.</source>
        <translation>Metin tam doğru değildi. Kastedildiği gibi okundu; bir göz atın.</translation>
    </message>
    <message>
        <source>A number or a switch became a text, as Claude wants it.</source>
        <translation>Bir sayı ya da anahtar değeri, Claude&apos;un istediği gibi metne çevrildi.</translation>
    </message>
    <message>
        <source>The arguments stood in one text. They were parted at the spaces.</source>
        <translation>Argümanlar tek bir metindeydi. Boşluklardan ayrıldı.</translation>
    </message>
    <message>
        <source>The arguments stood in the command. They were moved to their own place.</source>
        <translation>Argümanlar komutun içindeydi. Kendi yerlerine taşındı.</translation>
    </message>
    <message>
        <source>This starts a shell, which can do anything. Read the command before you add it.</source>
        <translation>Bu bir kabuk başlatır; kabuk her şeyi yapabilir. Eklemeden önce komutu okuyun.</translation>
    </message>
    <message>
        <source>The command holds characters that cannot be seen. It may not be what it looks like.</source>
        <translation>Komutta görünmeyen karakterler var. Göründüğü gibi olmayabilir.</translation>
    </message>
    <message>
        <source>“~” stands for your home folder. Claude does not fill it in; write the whole path.</source>
        <translation>“~” ana klasörünüz demektir. Claude bunu doldurmaz; tam yolu yazın.</translation>
    </message>
    <message>
        <source>Without -i the container does not hear Claude. Add -i behind run.</source>
        <translation>-i olmadan kapsayıcı Claude&apos;u duymaz. run sözcüğünden sonra -i ekleyin.</translation>
    </message>
    <message>
        <source>Settings without a server were left out.</source>
        <translation>Sunucu içermeyen ayarlar alınmadı.</translation>
    </message>
    <message>
        <source>An address that stands alone was left out.</source>
        <translation>Tek başına duran bir adres alınmadı.</translation>
    </message>
    <message>
        <source>The message that the command sends was left out.</source>
        <translation>Komutun gönderdiği ileti alınmadı.</translation>
    </message>
    <message>
        <source>The id of the token was left out; only the token is needed.</source>
        <translation>Token kimliği alınmadı; yalnızca token gereklidir.</translation>
    </message>
    <message>
        <source>The setting “%1” was left out.</source>
        <translation>“%1” ayarı alınmadı.</translation>
    </message>
    <message>
        <source>The option %1 was left out; it has no effect here.</source>
        <translation>%1 seçeneği alınmadı; burada etkisi yoktur.</translation>
    </message>
    <message>
        <source>The argument %1 was left out; it has no effect here.</source>
        <translation>%1 argümanı alınmadı; burada etkisi yoktur.</translation>
    </message>
    <message>
        <source>A line with %1 was left out; it starts no server.</source>
        <translation>%1 içeren bir satır alınmadı; sunucu başlatmıyor.</translation>
    </message>
    <message>
        <source>The variable %1 was left out.</source>
        <translation>%1 değişkeni alınmadı.</translation>
    </message>
    <message>
        <source>The header %1 was left out; the bridge sets it itself.</source>
        <translation>%1 başlığı alınmadı; köprü onu kendisi koyar.</translation>
    </message>
    <message>
        <source>The same server stood there once more.</source>
        <translation>Aynı sunucu bir kez daha yazılmıştı.</translation>
    </message>
    <message>
        <source>The server “%1” stood there once more.</source>
        <translation>“%1” sunucusu bir kez daha yazılmıştı.</translation>
    </message>
    <message>
        <source>The entry “%1” was left out: it has neither a command nor an address.</source>
        <translation>“%1” kaydı alınmadı: ne komutu ne de adresi var.</translation>
    </message>
    <message>
        <source>The entry “%1” was left out: the text ends in the middle of it.</source>
        <translation>“%1” kaydı alınmadı: metin onun ortasında bitiyor.</translation>
    </message>
    <message>
        <source>The command line can be read in more than one way: it holds several addresses or an option that is not known.</source>
        <translation>Komut satırı birden fazla şekilde anlaşılabiliyor: birden çok adres ya da bilinmeyen bir seçenek içeriyor.</translation>
    </message>
    <message>
        <source>Choose the form of the server and enter the address or command and the token there.</source>
        <translation>Sunucunun formunu seçip adresi ya da komutu ve anahtarı oraya yazın.</translation>
    </message>
    <message>
        <source>The command stays as it is, because the bridge does not have an option of it.</source>
        <translation>Bir seçeneğinin köprüde karşılığı olmadığı için komut olduğu gibi kalır.</translation>
    </message>
    <message>
        <source>Only the first 200 servers were read; the others were left out.</source>
        <translation>Yalnızca ilk 200 sunucu okundu; ötekiler alınmadı.</translation>
    </message>
    <message>
        <source>An option was left out; it has no effect here.</source>
        <translation>Bir seçenek alınmadı; burada etkisi yoktur.</translation>
    </message>
    <message>
        <source>An argument was left out; it has no effect here.</source>
        <translation>Bir argüman alınmadı; burada etkisi yoktur.</translation>
    </message>
    <message>
        <source>A line that starts no server was left out.</source>
        <translation>Sunucu başlatmayan bir satır alınmadı.</translation>
    </message>
    <message>
        <source>A server has more than 500 variables. Only the first 500 were read; the others were left out.</source>
        <translation>Bir sunucunun 500&apos;den çok değişkeni var. Yalnızca ilk 500&apos;ü okundu; ötekiler alınmadı.</translation>
    </message>
    <message>
        <source>A server needs more than 500 values from you. Only the first 500 are asked for; the others stay as they stand in the text.</source>
        <translation>Bir sunucu sizden 500&apos;den çok değer istiyor. Yalnızca ilk 500&apos;ü sorulur; ötekiler metinde yazdığı gibi kalır.</translation>
    </message>
</context>
<context>
    <name>TokenWords</name>
    <message>
        <source>The token was deleted from the keychain. Edit the server and enter it again.</source>
        <translation>Token parola kasasından silindi. Sunucuyu düzenleyip token&apos;ı yeniden girin.</translation>
    </message>
    <message>
        <source>The token goes into this computer&apos;s keychain when you save.</source>
        <translation>Kaydettiğinizde token bu bilgisayarın parola kasasına konur.</translation>
    </message>
    <message>
        <source>The token is kept in this computer&apos;s keychain as “%1”.</source>
        <translation>Token, bu bilgisayarın parola kasasında “%1” adıyla saklanıyor.</translation>
    </message>
    <message>
        <source>The token goes into this computer&apos;s keychain when you save, not into Claude&apos;s settings file.</source>
        <translation>Kaydettiğinizde token, Claude&apos;un ayar dosyasına değil bu bilgisayarın parola kasasına konur.</translation>
    </message>
    <message>
        <source>The keychain is locked: it will ask you for its password.</source>
        <translation>Parola kasası kilitli: sizden parolasını isteyecek.</translation>
    </message>
    <message>
        <source>Move this token to the keychain</source>
        <translation>Bu token&apos;ı parola kasasına taşı</translation>
    </message>
    <message>
        <source>Replace this token everywhere</source>
        <translation>Bu token&apos;ı her yerde değiştir</translation>
    </message>
    <message>
        <source>The token is readable in Claude&apos;s settings file.</source>
        <translation>Token, Claude&apos;un ayar dosyasında okunabilir durumda.</translation>
    </message>
    <message>
        <source>The token will be readable in Claude&apos;s settings file.</source>
        <translation>Token, Claude&apos;un ayar dosyasında okunabilir durumda olacak.</translation>
    </message>
    <message>
        <source>Kopru is checking whether this computer&apos;s keychain can keep the token.</source>
        <translation>Kopru, bu bilgisayarın parola kasası token&apos;ı saklayabilir mi diye bakıyor.</translation>
    </message>
</context>
<context>
    <name>VersionWords</name>
    <message>
        <source>broken</source>
        <translation>bozuk</translation>
    </message>
    <message numerus="yes">
        <source>%n servers</source>
        <translation>
            <numerusform>%n sunucu</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>config</name>
    <message>
        <source>The file %1 does not exist.</source>
        <translation>%1 dosyası yok.</translation>
    </message>
    <message>
        <source>Check the path, or start Claude once to create it.</source>
        <translation>Yolu kontrol edin veya dosyanın oluşması için Claude&apos;u bir kez başlatın.</translation>
    </message>
    <message>
        <source>%1 is a folder, not a settings file.</source>
        <translation>%1 bir klasör; ayar dosyası değil.</translation>
    </message>
    <message>
        <source>Choose a file, or rename the folder.</source>
        <translation>Bir dosya seçin veya klasörün adını değiştirin.</translation>
    </message>
    <message>
        <source>%1 is not an ordinary file.</source>
        <translation>%1 sıradan bir dosya değil.</translation>
    </message>
    <message>
        <source>Choose a file on a drive.</source>
        <translation>Diskteki bir dosyayı seçin.</translation>
    </message>
    <message>
        <source>You do not have the right to read %1.</source>
        <translation>%1 dosyasını okuma yetkiniz yok.</translation>
    </message>
    <message>
        <source>Give your user account the right to read this file.</source>
        <translation>Kullanıcı hesabınıza bu dosyayı okuma yetkisi verin.</translation>
    </message>
    <message>
        <source>The file %1 is write-protected.</source>
        <translation>%1 dosyası yazmaya karşı korumalı.</translation>
    </message>
    <message>
        <source>Remove the protection, or give your user account the right to write this file.</source>
        <translation>Korumayı kaldırın veya kullanıcı hesabınıza bu dosyaya yazma yetkisi verin.</translation>
    </message>
    <message>
        <source>The folder of %1 does not exist.</source>
        <translation>%1 dosyasının klasörü yok.</translation>
    </message>
    <message>
        <source>Create the folder, or choose another file.</source>
        <translation>Klasörü oluşturun veya başka bir dosya seçin.</translation>
    </message>
    <message>
        <source>You do not have the right to write into the folder of %1.</source>
        <translation>%1 dosyasının klasörüne yazma yetkiniz yok.</translation>
    </message>
    <message>
        <source>Give your user account the right to write into this folder.</source>
        <translation>Kullanıcı hesabınıza bu klasöre yazma yetkisi verin.</translation>
    </message>
    <message>
        <source>The drive that holds %1 can only be read.</source>
        <translation>%1 dosyasının bulunduğu disk salt okunur.</translation>
    </message>
    <message>
        <source>Make the drive writable, or choose a file on another one.</source>
        <translation>Diski yazılabilir yapın veya başka bir diskteki bir dosyayı seçin.</translation>
    </message>
    <message>
        <source>There is no space left to save %1.</source>
        <translation>%1 dosyasını kaydetmek için yer kalmadı.</translation>
    </message>
    <message>
        <source>Free some space and save again. The old file is unchanged.</source>
        <translation>Biraz yer açıp yeniden kaydedin. Eski dosya değişmedi.</translation>
    </message>
    <message>
        <source>%1 is too large for a settings file.</source>
        <translation>%1 bir ayar dosyası için çok büyük.</translation>
    </message>
    <message>
        <source>Check whether this is the right file.</source>
        <translation>Doğru dosya olup olmadığını kontrol edin.</translation>
    </message>
    <message>
        <source>Another program has changed %1 meanwhile.</source>
        <translation>Bu arada başka bir program %1 dosyasını değiştirdi.</translation>
    </message>
    <message>
        <source>Open the file again and repeat your changes. Nothing was written.</source>
        <translation>Dosyayı yeniden açıp değişikliklerinizi tekrarlayın. Hiçbir şey yazılmadı.</translation>
    </message>
    <message>
        <source>%1 does not hold what was just written.</source>
        <translation>%1 dosyasının içeriği az önce yazılandan farklı.</translation>
    </message>
    <message>
        <source>Open the file again and check it. The snapshots hold the version before.</source>
        <translation>Dosyayı yeniden açıp kontrol edin. Önceki hâli yedeklerde duruyor.</translation>
    </message>
    <message>
        <source>%1 could not be used.</source>
        <translation>%1 kullanılamadı.</translation>
    </message>
    <message>
        <source>Check the file and its folder.</source>
        <translation>Dosyayı ve klasörünü kontrol edin.</translation>
    </message>
    <message>
        <source>%1 could not be used. The system says: %2</source>
        <translation>%1 kullanılamadı. Sistemin bildirdiği: %2</translation>
    </message>
    <message>
        <source>Remove what is too much, or add the missing quotes around the text.</source>
        <translation>Fazla olanı silin veya metnin çevresindeki eksik tırnakları ekleyin.</translation>
    </message>
    <message>
        <source>The text in line %1, column %2 does not belong there.</source>
        <translation>%1. satır, %2. sütundaki metin oraya ait değil.</translation>
    </message>
    <message>
        <source>In line %1, column %2, “%3” does not belong there.</source>
        <extracomment>%1 line, %2 column, %3 a sign or a word</extracomment>
        <translation>%1. satır, %2. sütundaki “%3” oraya ait değil.</translation>
    </message>
    <message>
        <source>The settings do not begin with a curly bracket.</source>
        <translation>Ayarlar süslü parantezle başlamıyor.</translation>
    </message>
    <message>
        <source>Put the whole text between { and }.</source>
        <translation>Metnin tamamını { ve } arasına alın.</translation>
    </message>
    <message>
        <source>In line %1, the value of “%2” is not a group in curly brackets.</source>
        <translation>%1. satırda “%2” değeri süslü parantez içinde bir grup değil.</translation>
    </message>
    <message>
        <source>Put the servers between { and }, each with its name in front.</source>
        <translation>Sunucuları, her birinin önünde adı olacak şekilde { ve } arasına alın.</translation>
    </message>
    <message>
        <source>The settings file is empty.</source>
        <translation>Ayar dosyası boş.</translation>
    </message>
    <message>
        <source>Delete the file; Kopru then creates a complete one.</source>
        <translation>Dosyayı silin; Kopru ardından eksiksiz bir dosya oluşturur.</translation>
    </message>
    <message>
        <source>The file begins with a byte order mark (BOM), so Claude reads it as empty.</source>
        <translation>Dosya bir bayt sırası işaretiyle (BOM) başlıyor; bu yüzden Claude dosyayı boş sayıyor.</translation>
    </message>
    <message>
        <source>Save it again in your editor as “UTF-8 without BOM”.</source>
        <translation>Düzenleyicinizde “BOM&apos;suz UTF-8” olarak yeniden kaydedin.</translation>
    </message>
    <message>
        <source>Line %1 holds a character that is not stored as UTF-8.</source>
        <translation>%1. satırda UTF-8 olarak kaydedilmemiş bir karakter var.</translation>
    </message>
    <message>
        <source>Save the file again in your editor as UTF-8.</source>
        <translation>Dosyayı düzenleyicinizde UTF-8 olarak yeniden kaydedin.</translation>
    </message>
    <message>
        <source>The file is stored as UTF-16, which Claude cannot read.</source>
        <translation>Dosya UTF-16 olarak kaydedilmiş; Claude bunu okuyamıyor.</translation>
    </message>
    <message>
        <source>A comma is missing in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda bir virgül eksik.</translation>
    </message>
    <message>
        <source>Add a comma there.</source>
        <translation>Oraya bir virgül ekleyin.</translation>
    </message>
    <message>
        <source>Nothing follows the comma in line %1, column %2.</source>
        <translation>%1. satır, %2. sütundaki virgülden sonra bir şey gelmiyor.</translation>
    </message>
    <message>
        <source>Remove this comma.</source>
        <translation>Bu virgülü silin.</translation>
    </message>
    <message>
        <source>A colon is missing in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda bir iki nokta eksik.</translation>
    </message>
    <message>
        <source>Add a colon between the name and its value.</source>
        <translation>Ad ile değeri arasına iki nokta ekleyin.</translation>
    </message>
    <message>
        <source>Straight double quotes are missing in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda düz çift tırnak eksik.</translation>
    </message>
    <message>
        <source>Put the text between two &quot; signs.</source>
        <translation>Metni iki &quot; işareti arasına alın.</translation>
    </message>
    <message>
        <source>The text that begins in line %1, column %2 has no closing quote.</source>
        <translation>%1. satır, %2. sütunda başlayan metnin kapanış tırnağı yok.</translation>
    </message>
    <message>
        <source>Add a &quot; sign at its end.</source>
        <translation>Sonuna bir &quot; işareti ekleyin.</translation>
    </message>
    <message>
        <source>The single backslash in line %1, column %2 has no meaning here.</source>
        <translation>%1. satır, %2. sütundaki tek ters eğik çizginin burada bir anlamı yok.</translation>
    </message>
    <message>
        <source>Write every backslash twice, as in C:\\Users.</source>
        <translation>Her ters eğik çizgiyi iki kez yazın; örneğin C:\\Users.</translation>
    </message>
    <message>
        <source>A line break or tab stands inside a text in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda metnin içinde bir satır sonu veya sekme var.</translation>
    </message>
    <message>
        <source>Remove it, so that the text stands on one line.</source>
        <translation>Metnin tek satırda kalması için onu silin.</translation>
    </message>
    <message>
        <source>The number in line %1, column %2 is not valid.</source>
        <translation>%1. satır, %2. sütundaki sayı geçerli değil.</translation>
    </message>
    <message>
        <source>Correct the number, or put it between two &quot; signs.</source>
        <translation>Sayıyı düzeltin veya iki &quot; işareti arasına alın.</translation>
    </message>
    <message>
        <source>Line %1, column %2 holds a comment, which Claude does not accept.</source>
        <translation>%1. satır, %2. sütunda bir açıklama var; Claude açıklama kabul etmiyor.</translation>
    </message>
    <message>
        <source>Remove the comment.</source>
        <translation>Açıklamayı silin.</translation>
    </message>
    <message>
        <source>The file ends too early, in line %1.</source>
        <translation>Dosya %1. satırda erken bitiyor.</translation>
    </message>
    <message>
        <source>Add the missing brackets at the end, or restore a snapshot.</source>
        <translation>Sona eksik parantezleri ekleyin veya bir yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>After the end of the settings, more text follows in line %1, column %2.</source>
        <translation>Ayarların sonundan sonra, %1. satır, %2. sütunda başka metin var.</translation>
    </message>
    <message>
        <source>Remove this text, or move it inside the outer brackets.</source>
        <translation>Bu metni silin veya dış parantezlerin içine taşıyın.</translation>
    </message>
    <message>
        <source>Too many brackets are open in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda çok fazla iç içe parantez var.</translation>
    </message>
    <message>
        <source>Remove brackets that nobody needs, or restore a snapshot.</source>
        <translation>Gereksiz parantezleri silin veya bir yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>“%1” stands in the file twice, and Claude uses only the last one.</source>
        <translation>“%1” dosyada birden fazla kez geçiyor; Claude yalnızca sonuncusunu kullanıyor.</translation>
    </message>
    <message>
        <source>Remove or rename the one in line %1.</source>
        <translation>%1. satırdakini silin veya adını değiştirin.</translation>
    </message>
    <message>
        <source>Line %1 says “%2”, which Claude does not know.</source>
        <translation>%1. satırda “%2” yazıyor; Claude bu adı tanımıyor.</translation>
    </message>
    <message>
        <source>Write “mcpServers” instead, with a capital S.</source>
        <translation>Bunun yerine büyük S ile “mcpServers” yazın.</translation>
    </message>
    <message>
        <source>The command still holds the text of an example.</source>
        <translation>Komutta hâlâ örnek metin var.</translation>
    </message>
    <message>
        <source>Enter the command of your own computer.</source>
        <translation>Kendi bilgisayarınızdaki komutu girin.</translation>
    </message>
    <message>
        <source>Argument %1 still holds the text of an example.</source>
        <translation>%1. bağımsız değişkende hâlâ örnek metin var.</translation>
    </message>
    <message>
        <source>Put your own value in its place.</source>
        <translation>Yerine kendi değerinizi yazın.</translation>
    </message>
    <message>
        <source>“%1” still holds the text of an example.</source>
        <translation>“%1” hâlâ örnek metin içeriyor.</translation>
    </message>
    <message>
        <source>Write the whole path, such as /home/name/folder.</source>
        <translation>Yolun tamamını yazın; örneğin /home/ad/klasör.</translation>
    </message>
    <message>
        <source>The command begins with ~, which Claude does not replace by your home folder.</source>
        <translation>Komut ~ ile başlıyor; Claude bunu ev klasörünüzle değiştirmiyor.</translation>
    </message>
    <message>
        <source>Argument %1 begins with ~, which Claude does not replace by your home folder.</source>
        <translation>%1. bağımsız değişken ~ ile başlıyor; Claude bunu ev klasörünüzle değiştirmiyor.</translation>
    </message>
    <message>
        <source>“%1” begins with ~, which Claude does not replace by your home folder.</source>
        <translation>“%1” değeri ~ ile başlıyor; Claude bunu ev klasörünüzle değiştirmiyor.</translation>
    </message>
    <message>
        <source>The server has no name yet.</source>
        <translation>Sunucunun henüz bir adı yok.</translation>
    </message>
    <message>
        <source>Give it a short name, such as “portal”.</source>
        <translation>Kısa bir ad verin; örneğin “portal”.</translation>
    </message>
    <message>
        <source>A server named “%1” is there already.</source>
        <translation>“%1” adında bir sunucu zaten var.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Başka bir ad seçin.</translation>
    </message>
    <message>
        <source>Claude uses the name “%1” itself and ignores servers of that name.</source>
        <translation>Claude “%1” adını kendisi kullanıyor ve bu addaki sunucuları yok sayıyor.</translation>
    </message>
    <message>
        <source>The server has no command, so Claude cannot start it.</source>
        <translation>Sunucunun komutu yok; bu yüzden Claude onu başlatamıyor.</translation>
    </message>
    <message>
        <source>Enter the program to be started.</source>
        <translation>Başlatılacak programı girin.</translation>
    </message>
    <message>
        <source>The program “%1” was not found where Claude looks.</source>
        <translation>“%1” programı Claude&apos;un aradığı yerlerde bulunamadı.</translation>
    </message>
    <message>
        <source>Install it, or enter its whole path.</source>
        <translation>Programı kurun veya yolunun tamamını girin.</translation>
    </message>
    <message>
        <source>“%1” is a folder, not a program.</source>
        <translation>“%1” bir klasör; program değil.</translation>
    </message>
    <message>
        <source>Choose the program inside this folder.</source>
        <translation>Bu klasörün içindeki programı seçin.</translation>
    </message>
    <message>
        <source>The file “%1” may not be run as a program.</source>
        <translation>“%1” dosyasının program olarak çalıştırılmasına izin yok.</translation>
    </message>
    <message>
        <source>Make the file executable, or choose another one.</source>
        <translation>Dosyayı çalıştırılabilir yapın veya başka bir dosya seçin.</translation>
    </message>
    <message>
        <source>The path “%1” depends on the folder in which Claude starts programs.</source>
        <translation>“%1” yolu, Claude&apos;un programları başlattığı klasöre göre değişiyor.</translation>
    </message>
    <message>
        <source>Enter the whole path of the program.</source>
        <translation>Programın yolunu tam olarak girin.</translation>
    </message>
    <message>
        <source>“%1” refers to another variable, and Claude does not fill it in.</source>
        <translation>“%1” başka bir değişkene başvuruyor; Claude bunun yerine değeri koymuyor.</translation>
    </message>
    <message>
        <source>Write the value itself.</source>
        <translation>Değerin kendisini yazın.</translation>
    </message>
    <message>
        <source>Claude does not fill in ${%1}.</source>
        <translation>Claude, ${%1} yerine değerini koymuyor.</translation>
    </message>
    <message>
        <source>Write the value itself; a secret belongs into the variables of the server.</source>
        <translation>Değerin kendisini yazın; gizli değerler sunucunun değişkenlerine yazılmalıdır.</translation>
    </message>
    <message>
        <source>This entry is not a group in curly brackets, so Claude ignores it.</source>
        <translation>Bu kayıt süslü parantez içinde bir grup değil; bu yüzden Claude onu yok sayıyor.</translation>
    </message>
    <message>
        <source>Remove the entry and add the server again.</source>
        <translation>Kaydı silip sunucuyu yeniden ekleyin.</translation>
    </message>
    <message>
        <source>The value of “%1” is of a kind that Claude does not accept.</source>
        <translation>“%1” değeri Claude&apos;un kabul ettiği türde değil.</translation>
    </message>
    <message>
        <source>Put every value between quotes, also numbers.</source>
        <translation>Sayılar da dahil her değeri tırnak içine alın.</translation>
    </message>
    <message>
        <source>Claude does not know “%1” and removes it when it writes the file.</source>
        <translation>Claude “%1” ayarını tanımıyor ve dosyayı yazarken siliyor.</translation>
    </message>
    <message>
        <source>Do not rely on this setting.</source>
        <translation>Bu ayara güvenmeyin.</translation>
    </message>
    <message>
        <source>This entry holds only an address, and Claude skips such entries.</source>
        <translation>Bu kayıtta yalnızca bir adres var; Claude böyle kayıtları atlıyor.</translation>
    </message>
    <message>
        <source>Connect the address through a Kopru bridge.</source>
        <translation>Adresi bir Kopru köprüsü üzerinden bağlayın.</translation>
    </message>
    <message>
        <source>The value of “%1” holds a space or a line break.</source>
        <translation>“%1” değerinde bir boşluk veya satır sonu var.</translation>
    </message>
    <message>
        <source>Copy the token again, without anything around it.</source>
        <translation>Token&apos;ı çevresinde başka bir şey olmadan yeniden kopyalayın.</translation>
    </message>
    <message>
        <source>Argument %1 shows a secret to every program on this computer.</source>
        <translation>%1. bağımsız değişken, gizli bir değeri bu bilgisayardaki tüm programlara gösteriyor.</translation>
    </message>
    <message>
        <source>Move the secret to the variables of the server.</source>
        <translation>Gizli değeri sunucunun değişkenlerine taşıyın.</translation>
    </message>
    <message>
        <source>“%1” switches the check of certificates off, so others may read along.</source>
        <translation>“%1” sertifika denetimini kapatıyor; başkaları iletişimi okuyabilir.</translation>
    </message>
    <message>
        <source>Remove this variable and trust the certificate of your organisation instead.</source>
        <translation>Bu değişkeni silin ve bunun yerine kuruluşunuzun sertifikasına güvenin.</translation>
    </message>
    <message>
        <source>There is no server named “%1”.</source>
        <translation>“%1” adında bir sunucu yok.</translation>
    </message>
    <message>
        <source>Choose one from the list.</source>
        <translation>Listeden birini seçin.</translation>
    </message>
    <message>
        <source>The entry “%1” is not a group in curly brackets.</source>
        <translation>“%1” kaydı süslü parantez içinde bir grup değil.</translation>
    </message>
    <message>
        <source>Move it between the curly brackets behind “mcpServers”.</source>
        <translation>Onu “mcpServers” adından sonraki süslü parantezlerin arasına taşıyın.</translation>
    </message>
    <message>
        <source>The server in line %1, column %2 has no name.</source>
        <translation>%1. satır, %2. sütundaki sunucunun adı yok.</translation>
    </message>
    <message>
        <source>Put it between the curly brackets behind “mcpServers”, with a name in front.</source>
        <translation>Önüne bir ad yazarak “mcpServers” adından sonraki süslü parantezlerin arasına koyun.</translation>
    </message>
    <message>
        <source>The server “%2” in line %1 stands in the wrong place, where Claude does not look.</source>
        <translation>%1. satırdaki “%2” sunucusu, Claude&apos;un bakmadığı yanlış bir yerde duruyor.</translation>
    </message>
    <message>
        <source>There is nothing in front of the comma in line %1, column %2.</source>
        <translation>%1. satır, %2. sütundaki virgülden önce bir şey yok.</translation>
    </message>
    <message>
        <source>The bracket in line %1, column %2 is of the wrong kind.</source>
        <translation>%1. satır, %2. sütundaki parantez yanlış türde.</translation>
    </message>
    <message>
        <source>Use { } around names with values, and [ ] around lists.</source>
        <translation>Adlı değerlerin çevresinde { }, listelerin çevresinde [ ] kullanın.</translation>
    </message>
    <message>
        <source>The bracket in line %1, column %2 is one too many.</source>
        <translation>%1. satır, %2. sütundaki parantez fazladan yazılmış.</translation>
    </message>
    <message>
        <source>Remove this bracket.</source>
        <translation>Bu parantezi silin.</translation>
    </message>
    <message>
        <source>A bracket is missing in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda bir parantez eksik.</translation>
    </message>
    <message>
        <source>Add the bracket, so that every opening one has a closing one.</source>
        <translation>Eksik parantezi ekleyin; açılan her parantez kapanmalıdır.</translation>
    </message>
    <message>
        <source>The value behind the colon is missing in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda, iki noktadan sonra gelmesi gereken değer eksik.</translation>
    </message>
    <message>
        <source>Enter the value between two &quot; signs, or remove its name and the colon.</source>
        <translation>Değeri iki &quot; işareti arasına yazın ya da adını iki noktayla birlikte silin.</translation>
    </message>
    <message>
        <source>A quote inside a text ends it too early in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda, metnin içindeki bir tırnak metni erken bitiriyor.</translation>
    </message>
    <message>
        <source>Put a backslash in front of every quote that belongs to the text.</source>
        <translation>Metne ait her tırnağın önüne ters eğik çizgi koyun.</translation>
    </message>
    <message>
        <source>The word in line %1, column %2 belongs to another language.</source>
        <translation>%1. satır, %2. sütundaki sözcük başka bir dile ait.</translation>
    </message>
    <message>
        <source>Write true, false or null in small letters, or the value itself.</source>
        <translation>Küçük harflerle true, false veya null yazın ya da değerin kendisini girin.</translation>
    </message>
    <message>
        <source>Line %1, column %2 holds an invisible character that Claude does not accept.</source>
        <translation>%1. satır, %2. sütunda Claude&apos;un kabul etmediği görünmez bir karakter var.</translation>
    </message>
    <message>
        <source>Replace it with an ordinary space.</source>
        <translation>Yerine normal bir boşluk koyun.</translation>
    </message>
    <message>
        <source>Marks of a merge conflict begin in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda birleştirme çakışmasının işaretleri başlıyor.</translation>
    </message>
    <message>
        <source>Keep one of the two versions, and remove the lines with the marks.</source>
        <translation>İki sürümden birini tutun, işaretlerin bulunduğu satırları silin.</translation>
    </message>
    <message>
        <source>Line %1, column %2 holds a code block mark of a web page or chat.</source>
        <translation>%1. satır, %2. sütunda bir web sayfasından veya sohbetten gelen kod bloğu işareti var.</translation>
    </message>
    <message>
        <source>Remove the lines that hold only such marks.</source>
        <translation>Yalnızca bu işaretlerin bulunduğu satırları silin.</translation>
    </message>
    <message>
        <source>Text stands in front of the settings, from line %1, column %2.</source>
        <translation>Ayarların önünde, %1. satır, %2. sütundan başlayan bir metin var.</translation>
    </message>
    <message>
        <source>Remove everything in front of the first { sign.</source>
        <translation>İlk { işaretinden önceki her şeyi silin.</translation>
    </message>
    <message>
        <source>Another settings file was pasted among the servers in line %1, column %2.</source>
        <translation>%1. satır, %2. sütunda sunucuların arasına başka bir ayar dosyası yapıştırılmış.</translation>
    </message>
    <message>
        <source>Move its servers between the outer brackets of “mcpServers”.</source>
        <translation>İçindeki sunucuları “mcpServers” adının dıştaki parantezlerinin arasına taşıyın.</translation>
    </message>
    <message>
        <source>Another Kopru is saving this file right now.</source>
        <translation>Başka bir Kopru şu anda bu dosyayı kaydediyor.</translation>
    </message>
    <message>
        <source>Wait a moment and save again. Nothing was written.</source>
        <translation>Biraz bekleyip yeniden kaydedin. Hiçbir şey yazılmadı.</translation>
    </message>
    <message>
        <source>Choose which version to keep. Nothing was written.</source>
        <translation>Hangi sürümün kalacağını seçin. Hiçbir şey yazılmadı.</translation>
    </message>
    <message>
        <source>Another program has removed this settings file meanwhile.</source>
        <translation>Bu ayar dosyasını bu arada başka bir program kaldırdı.</translation>
    </message>
    <message>
        <source>Another program has changed this settings file, and the two versions do not fit together.</source>
        <translation>Bu ayar dosyasını başka bir program değiştirdi ve iki sürüm birbirine uymuyor.</translation>
    </message>
    <message>
        <source>You changed “%1”, and another program has removed it meanwhile.</source>
        <translation>“%1” öğesini siz değiştirdiniz, başka bir program ise bu arada kaldırdı.</translation>
    </message>
    <message>
        <source>You removed “%1”, and another program has changed it meanwhile.</source>
        <translation>“%1” öğesini siz kaldırdınız, başka bir program ise bu arada değiştirdi.</translation>
    </message>
    <message>
        <source>Both you and another program have changed “%1”.</source>
        <translation>“%1” öğesini hem siz hem de başka bir program değiştirdi.</translation>
    </message>
    <message>
        <source>Argument %1 is a number or a switch, and Claude accepts only text.</source>
        <translation>%1. argüman bir sayı ya da anahtar; Claude yalnızca metin kabul eder.</translation>
    </message>
    <message>
        <source>Put it between quotes.</source>
        <translation>Tırnak içine alın.</translation>
    </message>
    <message>
        <source>The value of “%1” is a number or a switch, and Claude accepts only text.</source>
        <translation>“%1” değeri bir sayı ya da anahtar; Claude yalnızca metin kabul eder.</translation>
    </message>
    <message>
        <source>The name begins or ends with a space, which nobody sees.</source>
        <translation>Ad, görünmeyen bir boşlukla başlıyor ya da bitiyor.</translation>
    </message>
    <message>
        <source>Remove the space.</source>
        <translation>Boşluğu silin.</translation>
    </message>
    <message>
        <source>Claude makes names of tools and log files of this name, and they may not work.</source>
        <translation>Claude bu addan araç ve günlük dosyası adları oluşturur; bunlar çalışmayabilir.</translation>
    </message>
    <message>
        <source>Use at most 64 letters, digits, hyphens and single underscores.</source>
        <translation>En çok 64 harf, rakam, kısa çizgi ve tek alt çizgi kullanın.</translation>
    </message>
    <message>
        <source>The command holds a whole command line, and Claude looks for a program of that name.</source>
        <translation>Komutta bütün bir komut satırı var; Claude bu adda bir program arar.</translation>
    </message>
    <message>
        <source>Put the program alone here, and the rest into the arguments.</source>
        <translation>Buraya yalnızca programı, gerisini argümanlara yazın.</translation>
    </message>
    <message>
        <source>Argument %1 is a path that depends on the folder in which Claude starts programs.</source>
        <translation>%1. argüman, Claude&apos;un programları başlattığı klasöre bağlı bir yol.</translation>
    </message>
    <message>
        <source>Enter the whole path.</source>
        <translation>Yolun tamamını girin.</translation>
    </message>
    <message>
        <source>Argument %1 names a file or folder that is not there.</source>
        <translation>%1. argümandaki dosya ya da klasör yok.</translation>
    </message>
    <message>
        <source>Check the path, or create what it names.</source>
        <translation>Yolu denetleyin ya da gösterdiği dosyayı veya klasörü oluşturun.</translation>
    </message>
    <message>
        <source>“%1” names a file or folder that is not there.</source>
        <translation>“%1” değişkenindeki dosya ya da klasör yok.</translation>
    </message>
    <message>
        <source>On Windows, Claude often cannot start a command file whose path holds a space.</source>
        <translation>Windows&apos;ta Claude, yolunda boşluk olan komut dosyalarını çoğu kez başlatamaz.</translation>
    </message>
    <message>
        <source>Enter only the name of the program.</source>
        <translation>Yalnızca programın adını girin.</translation>
    </message>
    <message>
        <source>On Windows, Claude cuts argument %1 at its space.</source>
        <translation>Windows&apos;ta Claude, %1. argümanı boşluktan böler.</translation>
    </message>
    <message>
        <source>Write it without a space, or move the value to the variables.</source>
        <translation>Boşluksuz yazın ya da değeri değişkenlere taşıyın.</translation>
    </message>
    <message>
        <source>“%1” holds a whole address where only the name of a computer belongs.</source>
        <translation>“%1” değişkeninde yalnızca bilgisayar adı olması gerekirken bütün bir adres var.</translation>
    </message>
    <message>
        <source>Enter only the name between https:// and the next slash.</source>
        <translation>Yalnızca https:// ile sonraki eğik çizgi arasındaki adı girin.</translation>
    </message>
    <message>
        <source>“%1” is no port: ports go from 1 to 65535.</source>
        <translation>“%1” geçerli bir bağlantı noktası değil: 1 ile 65535 arasında olmalı.</translation>
    </message>
    <message>
        <source>Enter the port of the server, which is 443 for most.</source>
        <translation>Sunucunun bağlantı noktasını girin; çoğunda 443&apos;tür.</translation>
    </message>
    <message>
        <source>The time limit in argument %1 is no number of milliseconds that makes sense.</source>
        <translation>%1. argümandaki süre sınırı anlamlı bir milisaniye sayısı değil.</translation>
    </message>
    <message>
        <source>30000 stands for 30 seconds.</source>
        <translation>30000, 30 saniye demektir.</translation>
    </message>
    <message>
        <source>The time limit in “%1” is no number of milliseconds that makes sense.</source>
        <translation>“%1” değişkenindeki süre sınırı anlamlı bir milisaniye sayısı değil.</translation>
    </message>
    <message>
        <source>Keys of AgentPort begin with ap_, and “%1” does not.</source>
        <translation>AgentPort anahtarları ap_ ile başlar; “%1” değeri öyle başlamıyor.</translation>
    </message>
    <message>
        <source>Check that this is the right key.</source>
        <translation>Doğru anahtar olduğunu denetleyin.</translation>
    </message>
    <message>
        <source>Tokens of Apinizer for MCP begin with mcp_, and “%1” does not.</source>
        <translation>Apinizer&apos;in MCP token&apos;ları mcp_ ile başlar; “%1” değeri öyle başlamıyor.</translation>
    </message>
    <message>
        <source>Check that this is the right token.</source>
        <translation>Doğru token olduğunu denetleyin.</translation>
    </message>
    <message>
        <source>The address in argument %1 is not encrypted, so others can read the token.</source>
        <translation>%1. argümandaki adres şifresiz; başkaları token&apos;ı okuyabilir.</translation>
    </message>
    <message>
        <source>Use https:// or wss:// if the server has it.</source>
        <translation>Sunucu destekliyorsa https:// ya da wss:// kullanın.</translation>
    </message>
    <message>
        <source>The address in “%1” is not encrypted, so others can read the token.</source>
        <translation>“%1” değişkenindeki adres şifresiz; başkaları token&apos;ı okuyabilir.</translation>
    </message>
    <message>
        <source>Add quotes</source>
        <translation>Tırnak ekle</translation>
    </message>
    <message>
        <source>Write the whole path</source>
        <translation>Yolun tamamını yaz</translation>
    </message>
    <message>
        <source>Remove the spaces</source>
        <translation>Boşlukları sil</translation>
    </message>
    <message>
        <source>Keep only the token</source>
        <translation>Yalnızca token&apos;ı bırak</translation>
    </message>
    <message>
        <source>Split into command and arguments</source>
        <translation>Komut ve argümanlara ayır</translation>
    </message>
    <message>
        <source>Split into name, port and path</source>
        <translation>Ad, bağlantı noktası ve yola ayır</translation>
    </message>
    <message>
        <source>Move to the variables</source>
        <translation>Değişkenlere taşı</translation>
    </message>
    <message>
        <source>Remove this setting</source>
        <translation>Bu ayarı kaldır</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Başka bir ad seç</translation>
    </message>
    <message>
        <source>Use an encrypted connection</source>
        <translation>Şifreli bağlantı kullan</translation>
    </message>
    <message>
        <source>Verify certificates again</source>
        <translation>Sertifikaları yeniden doğrula</translation>
    </message>
    <message>
        <source>Use the program that was found</source>
        <translation>Bulunan programı kullan</translation>
    </message>
    <message>
        <source>Use the usual value</source>
        <translation>Alışılmış değeri kullan</translation>
    </message>
    <message>
        <source>Complete the address</source>
        <translation>Adresi tamamla</translation>
    </message>
    <message>
        <source>Move to the token</source>
        <translation>Token alanına taşı</translation>
    </message>
    <message>
        <source>Change seconds to milliseconds</source>
        <translation>Saniyeyi milisaniyeye çevir</translation>
    </message>
    <message>
        <source>Connect through Kopru&apos;s bridge</source>
        <translation>Kopru&apos;nun köprüsüyle bağla</translation>
    </message>
    <message>
        <source>The change was not written to %1.</source>
        <translation>Değişiklik şu dosyaya yazılmadı: %1</translation>
    </message>
    <message>
        <source>That file holds another version of what you changed.</source>
        <translation>O dosyada, değiştirdiğiniz şeyin başka bir sürümü var.</translation>
    </message>
    <message>
        <source>Choose that file, and make the change there.</source>
        <translation>O dosyayı seçin ve değişikliği orada yapın.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::AddServerPage</name>
    <message>
        <source>What do you have?</source>
        <translation>Elinizde ne var?</translation>
    </message>
    <message>
        <source>Step 1 of 3: paste what the vendor gave you, or choose below.</source>
        <translation>Adım 1/3: Size verileni yapıştırın ya da aşağıdan seçin.</translation>
    </message>
    <message>
        <source>Step 2 of 3: fill in what the server needs. Nothing is saved yet.</source>
        <translation>Adım 2/3: Sunucunun gerektirdiklerini doldurun. Henüz hiçbir şey kaydedilmedi.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Geri</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Devam et</translation>
    </message>
    <message>
        <source>Add: %1</source>
        <translation>Ekle: %1</translation>
    </message>
    <message>
        <source>Kopru is reading the text…</source>
        <translation>Kopru metni okuyor…</translation>
    </message>
    <message>
        <source>Which of these servers do you want to add?</source>
        <translation>Bu sunuculardan hangilerini eklemek istiyorsunuz?</translation>
    </message>
    <message>
        <source>What is still missing</source>
        <translation>Eksik kalanlar</translation>
    </message>
    <message>
        <source>Step 2 of 3: answer what the text leaves open. Nothing is saved yet.</source>
        <translation>Adım 2/3: metnin açık bıraktıklarını yanıtlayın. Henüz hiçbir şey kaydedilmedi.</translation>
    </message>
    <message>
        <source>Paste anything here: an address, a token, a command, a setting</source>
        <translation>Buraya ne varsa yapıştırın: adres, token, komut, ayar</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Okumayı durdur</translation>
    </message>
    <message>
        <source>Import from other programs, or open a server file</source>
        <translation>Başka programlardan al veya bir sunucu dosyası aç</translation>
    </message>
    <message>
        <source>Search the cards below</source>
        <translation>Aşağıdaki kartlarda ara</translation>
    </message>
    <message>
        <source>Prepared by vendors and by your support</source>
        <translation>Sağlayıcıların ve destek ekibinizin hazırladıkları</translation>
    </message>
    <message>
        <source>No card fits. Paste what you have into the field above.</source>
        <translation>Uyan kart yok. Elinizdekini yukarıdaki alana yapıştırın.</translation>
    </message>
    <message>
        <source>Open the vendor&apos;s page</source>
        <translation>Sağlayıcının sayfasını aç</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ChainView</name>
    <message>
        <source>%1: %2</source>
        <comment>a link of the chain and its state</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>kopru::ui::CheckPanel</name>
    <message>
        <source>From this computer</source>
        <translation>Bu bilgisayardan</translation>
    </message>
    <message>
        <source>As Claude does it</source>
        <translation>Claude&apos;un yaptığı gibi</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Ayrıntılar</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Ayrıntıları kopyala</translation>
    </message>
    <message>
        <source>Install the bridge and check again</source>
        <translation>Köprüyü kur ve yeniden kontrol et</translation>
    </message>
    <message>
        <source>The connection is being checked.</source>
        <translation>Bağlantı kontrol ediliyor.</translation>
    </message>
    <message>
        <source>The check was stopped.</source>
        <translation>Kontrol durduruldu.</translation>
    </message>
    <message>
        <source>Only the check from this computer failed.</source>
        <translation>Yalnızca bu bilgisayardan yapılan kontrol başarısız oldu.</translation>
    </message>
    <message>
        <source>Change the settings</source>
        <translation>Ayarları değiştir</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ClaudeProgram</name>
    <message>
        <source>Close Claude&apos;s window. This alone does not quit Claude.</source>
        <translation>Claude&apos;un penceresini kapatın. Yalnızca bu, Claude&apos;dan çıkmak için yeterli değildir.</translation>
    </message>
    <message>
        <source>Click Claude&apos;s icon in the notification area with the right mouse button and choose “Quit”.</source>
        <translation>Bildirim alanındaki Claude simgesine sağ tıklayın ve “Quit” seçeneğini seçin.</translation>
    </message>
    <message>
        <source>Start Claude again from the menu of programs.</source>
        <translation>Claude&apos;u programlar menüsünden yeniden başlatın.</translation>
    </message>
    <message>
        <source>Bring Claude to the front and press ⌘Q. Closing the window alone does not quit Claude.</source>
        <translation>Claude&apos;u öne getirin ve ⌘Q tuşlarına basın. Pencereyi kapatmak tek başına yeterli değildir.</translation>
    </message>
    <message>
        <source>Wait until the dot below Claude&apos;s icon in the Dock is gone.</source>
        <translation>Dock&apos;taki Claude simgesinin altındaki nokta kaybolana kadar bekleyin.</translation>
    </message>
    <message>
        <source>Start Claude again.</source>
        <translation>Claude&apos;u yeniden başlatın.</translation>
    </message>
    <message>
        <source>Click the arrow beside the clock, then Claude&apos;s icon with the right mouse button, and choose “Quit”.</source>
        <translation>Saatin yanındaki oka tıklayın, Claude simgesine sağ tıklayın ve “Quit” seçeneğini seçin.</translation>
    </message>
    <message>
        <source>Start Claude again from the Start menu.</source>
        <translation>Claude&apos;u Başlat menüsünden yeniden başlatın.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ClaudesOwn</name>
    <message>
        <source>%1 (its description cannot be read)</source>
        <translation>%1 (tanımı okunamıyor)</translation>
    </message>
    <message>
        <source>%1 (switched off)</source>
        <translation>%1 (kapalı)</translation>
    </message>
    <message>
        <source>Extension: %1</source>
        <translation>Uzantı: %1</translation>
    </message>
    <message>
        <source>Your organisation: %1</source>
        <translation>Kuruluşunuz: %1</translation>
    </message>
    <message numerus="yes">
        <source>Claude runs %n more by itself</source>
        <translation>
            <numerusform>Claude ayrıca %n tane daha çalıştırıyor</numerusform>
        </translation>
    </message>
    <message>
        <source>Extensions and your organisation&apos;s servers are not in the settings file. Change them in Claude, under “Settings → Extensions”.</source>
        <translation>Uzantılar ve kuruluşunuzun sunucuları ayar dosyasında yer almaz. Onları Claude&apos;da, “Settings → Extensions” altında değiştirin.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConflictList</name>
    <message>
        <source>Removed</source>
        <translation>Kaldırıldı</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Benimki</translation>
    </message>
    <message numerus="yes">
        <source>%n servers</source>
        <translation>
            <numerusform>%n sunucu</numerusform>
        </translation>
    </message>
    <message>
        <source>As it is in the file now</source>
        <translation>Dosyada şu anda duran</translation>
    </message>
    <message>
        <source>There is no file.</source>
        <translation>Dosya yok.</translation>
    </message>
    <message>
        <source>A file that Claude cannot read.</source>
        <translation>Claude&apos;un okuyamadığı bir dosya.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n tane daha göster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConflictsPage</name>
    <message>
        <source>Two changes of the same</source>
        <translation>Aynı yerde iki değişiklik</translation>
    </message>
    <message>
        <source>Keep all of mine</source>
        <translation>Hepsinde benimki kalsın</translation>
    </message>
    <message>
        <source>Keep all of the file</source>
        <translation>Hepsinde dosyadaki kalsın</translation>
    </message>
    <message>
        <source>The file as it is now is kept as an earlier version, whatever you choose.</source>
        <translation>Hangisini seçerseniz seçin, dosyanın şimdiki hali önceki sürümler arasında saklanır.</translation>
    </message>
    <message>
        <source>There is nothing to decide.</source>
        <translation>Karar verilecek bir şey yok.</translation>
    </message>
    <message>
        <source>Your changes and the settings file fit together.</source>
        <translation>Değişiklikleriniz ile ayar dosyası birbirine uyuyor.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Genel bakış</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Sonra karar ver</translation>
    </message>
    <message>
        <source>Another program changed the settings file while you did. Choose what shall stand in it.</source>
        <translation>Siz değiştirirken başka bir program da ayar dosyasını değiştirdi. Dosyada hangisinin kalacağını seçin.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Kaydediliyor…</translation>
    </message>
    <message>
        <source>Save with these choices</source>
        <translation>Bu seçimlerle kaydet</translation>
    </message>
    <message>
        <source>Another program has changed the settings file once more. Look at what stands in it now.</source>
        <translation>Başka bir program ayar dosyasını bir kez daha değiştirdi. Şimdi ne yazdığına bakın.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConversionCard</name>
    <message>
        <source>Move to the native bridge</source>
        <translation>Yerel köprüye taşıyın</translation>
    </message>
    <message>
        <source>This server stays as it is</source>
        <translation>Bu sunucu olduğu gibi kalıyor</translation>
    </message>
    <message>
        <source>See what would change</source>
        <translation>Neyin değişeceğini göster</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ConversionPage</name>
    <message>
        <source>Move “%1” to the native bridge</source>
        <translation>“%1” sunucusunu yerel köprüye taşıyın</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Neler değişiyor</translation>
    </message>
    <message>
        <source>Check before and after</source>
        <translation>Öncesini ve sonrasını kontrol et</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Şimdiki hâliyle</translation>
    </message>
    <message>
        <source>With the native bridge</source>
        <translation>Yerel köprüyle</translation>
    </message>
    <message>
        <source>Dangerous</source>
        <translation>Tehlikeli</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Nothing is saved before you have seen what will be written.</source>
        <translation>Ne yazılacağını görmeden hiçbir şey kaydedilmez.</translation>
    </message>
    <message>
        <source>Comes next.</source>
        <translation>Sırada.</translation>
    </message>
    <message>
        <source>Both entries are started, as Claude would do it.</source>
        <translation>İki girdi de Claude&apos;un yapacağı gibi başlatılıyor.</translation>
    </message>
    <message>
        <source>The check starts both entries and compares what they can do. It can be stopped.</source>
        <translation>Kontrol iki girdiyi de başlatır ve yapabildiklerini karşılaştırır. Durdurulabilir.</translation>
    </message>
    <message>
        <source>Look at what is wrong below, mend it, and check again.</source>
        <translation>Aşağıda neyin yanlış olduğuna bakın, düzeltin ve yeniden kontrol edin.</translation>
    </message>
    <message>
        <source>It can stay as it is. If the service also gives out tokens, add it again with one.</source>
        <translation>Olduğu gibi kalabilir. Hizmet token da veriyorsa, sunucuyu bir token ile yeniden ekleyin.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Durduruldu.</translation>
    </message>
    <message numerus="yes">
        <source>Works, with %n tools.</source>
        <translation>
            <numerusform>Çalışıyor, %n araçla.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Devam et</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Yeniden kontrol et</translation>
    </message>
    <message>
        <source>Move it anyway</source>
        <translation>Yine de taşı</translation>
    </message>
    <message>
        <source>Continue without the check</source>
        <translation>Kontrol olmadan devam et</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Öncesi ve sonrası</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Geri</translation>
    </message>
</context>
<context>
    <name>kopru::ui::DiffView</name>
    <message>
        <source>Changes in the settings file</source>
        <translation>Ayar dosyasındaki değişiklikler</translation>
    </message>
    <message numerus="yes">
        <source>%n lines added</source>
        <translation>
            <numerusform>%n satır eklendi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines removed</source>
        <translation>
            <numerusform>%n satır silindi</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Doktor</translation>
    </message>
    <message>
        <source>Fix all safe ones</source>
        <translation>Güvenli olanların hepsini düzelt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Examine again</source>
        <translation>Yeniden incele</translation>
    </message>
    <message>
        <source>Examine everything</source>
        <translation>Her şeyi incele</translation>
    </message>
    <message numerus="yes">
        <source>%n servers work as Claude starts them.</source>
        <translation>
            <numerusform>%n sunucu, Claude&apos;un başlattığı biçimde çalışıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Examined %1 of %2.</source>
        <translation>%2 incelemeden %1 tanesi tamamlandı.</translation>
    </message>
    <message>
        <source>Everything is being examined.</source>
        <translation>Her şey inceleniyor.</translation>
    </message>
    <message>
        <source>Each server is started as Claude starts it, and asked from this computer as well.</source>
        <translation>Her sunucu Claude&apos;un başlattığı gibi başlatılır ve ayrıca bu bilgisayardan denenir.</translation>
    </message>
    <message>
        <source>Nothing has been examined yet.</source>
        <translation>Henüz hiçbir şey incelenmedi.</translation>
    </message>
    <message>
        <source>The doctor looks at the settings file, the programs, the network and every server.</source>
        <translation>Doktor; ayar dosyasına, programlara, ağa ve her sunucuya bakar.</translation>
    </message>
    <message numerus="yes">
        <source>%n things keep Claude from its servers.</source>
        <translation>
            <numerusform>%n sorun Claude&apos;un sunucularına ulaşmasını engelliyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first one blocks most. Begin there.</source>
        <translation>En çok engelleyen ilk sıradadır. Oradan başlayın.</translation>
    </message>
    <message numerus="yes">
        <source>Everything works. %n things could go wrong later.</source>
        <translation>
            <numerusform>Her şey çalışıyor. %n konu ileride sorun çıkarabilir.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Her şey yolunda.</translation>
    </message>
    <message>
        <source>The examination was stopped. This is what was found until then.</source>
        <translation>İnceleme durduruldu. O ana kadar bulunanlar bunlar.</translation>
    </message>
    <message>
        <source>In order:</source>
        <translation>Yolunda olanlar:</translation>
    </message>
    <message>
        <source>Save or undo your changes first.</source>
        <translation>Önce değişikliklerinizi kaydedin ya da geri alın.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Ayrıntılar</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Ayrıntıları gizle</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Hata</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Uyarı</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Not</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a server&apos;s name and what is wrong with it</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <extracomment>a file and a line in it</extracomment>
        <translation>%1, %2. satır</translation>
    </message>
    <message>
        <source>Install the bridge</source>
        <translation>Köprüyü kur</translation>
    </message>
    <message>
        <source>Show and mend</source>
        <translation>Göster ve onar</translation>
    </message>
    <message>
        <source>Open the form</source>
        <translation>Formu aç</translation>
    </message>
    <message>
        <source>Move to the bridge</source>
        <translation>Köprüye taşı</translation>
    </message>
    <message>
        <source>Make it executable</source>
        <translation>Çalıştırılabilir yap</translation>
    </message>
    <message>
        <source>The settings file has changed since. Examine it again.</source>
        <translation>Ayar dosyası o zamandan beri değişti. Yeniden inceleyin.</translation>
    </message>
    <message>
        <source>The program could not be made executable: %1</source>
        <translation>Program çalıştırılabilir yapılamadı: %1</translation>
    </message>
</context>
<context>
    <name>kopru::ui::EditServerPage</name>
    <message>
        <source>Edit “%1”</source>
        <translation>“%1” sunucusunu düzenleyin</translation>
    </message>
    <message>
        <source>Nothing is saved before you have seen what will be written.</source>
        <translation>Ne yazılacağını görmeden hiçbir şey kaydedilmez.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Devam et</translation>
    </message>
    <message>
        <source>This server was changed meanwhile. Choose what shall stand in it, then continue.</source>
        <translation>Bu sunucu bu arada değiştirildi. Hangisinin kalacağını seçin, sonra devam edin.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ExportDialog</name>
    <message>
        <source>Export “%1”</source>
        <translation>“%1” sunucusunu dışa aktar</translation>
    </message>
    <message>
        <source>A colleague can open the file with Kopru. Secrets are left out; Kopru asks for them there.</source>
        <translation>Dosyayı bir iş arkadaşınız Kopru ile açabilir. Gizli değerler dosyaya yazılmaz; Kopru onları orada sorar.</translation>
    </message>
    <message>
        <source>Left out:</source>
        <translation>Yazılmayanlar:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Save as a file</source>
        <translation>Dosya olarak kaydet</translation>
    </message>
    <message>
        <source>The file is saved.</source>
        <translation>Dosya kaydedildi.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Kapat</translation>
    </message>
    <message>
        <source>Save the server file</source>
        <translation>Sunucu dosyasını kaydet</translation>
    </message>
    <message>
        <source>Server files (*.json);;All files (*)</source>
        <translation>Sunucu dosyaları (*.json);;Tüm dosyalar (*)</translation>
    </message>
    <message>
        <source>This is Claude&apos;s settings file, which is not written over.</source>
        <translation>Bu, Claude&apos;un ayar dosyası; üzerine yazılmaz.</translation>
    </message>
    <message>
        <source>Choose another name or another folder.</source>
        <translation>Başka bir ad ya da başka bir klasör seçin.</translation>
    </message>
    <message>
        <source>This stands in the file, for everybody to read:</source>
        <translation>Dosyada şunlar bulunur; herkes okuyabilir:</translation>
    </message>
</context>
<context>
    <name>kopru::ui::FormField</name>
    <message>
        <source>Where do I find this?</source>
        <translation>Bunu nerede bulurum?</translation>
    </message>
</context>
<context>
    <name>kopru::ui::HealthWording</name>
    <message>
        <source>not checked</source>
        <translation>kontrol edilmedi</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>kontrol ediliyor</translation>
    </message>
    <message>
        <source>works</source>
        <translation>çalışıyor</translation>
    </message>
    <message>
        <source>works, with a warning</source>
        <translation>çalışıyor, uyarı var</translation>
    </message>
    <message>
        <source>does not work</source>
        <translation>çalışmıyor</translation>
    </message>
    <message>
        <source>checked %1</source>
        <comment>%1 is a time such as: 3 minutes ago</comment>
        <translation>kontrol: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n tools, checked %1</source>
        <comment>%1 is a time such as: 3 minutes ago</comment>
        <translation>
            <numerusform>%n araç, kontrol: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ImportList</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n tane daha göster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::ImportPage</name>
    <message>
        <source>Open a server file</source>
        <translation>Sunucu dosyası aç</translation>
    </message>
    <message>
        <source>Server files (*.json);;All files (*)</source>
        <translation>Sunucu dosyaları (*.json);;Tüm dosyalar (*)</translation>
    </message>
    <message>
        <source>Import from other programs</source>
        <translation>Başka programlardan al</translation>
    </message>
    <message>
        <source>Servers in %1</source>
        <translation>%1 içindeki sunucular</translation>
    </message>
    <message>
        <source>Step 2 of 3: choose what Claude shall have. The other program keeps its own.</source>
        <translation>Adım 2/3: Claude&apos;a eklenecekleri seçin. Diğer programdakiler olduğu gibi kalır.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Geri</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Devam</translation>
    </message>
    <message>
        <source>Kopru is looking at the settings of other programs…</source>
        <translation>Kopru diğer programların ayarlarına bakıyor…</translation>
    </message>
    <message>
        <source>Kopru is reading the file…</source>
        <translation>Kopru dosyayı okuyor…</translation>
    </message>
    <message>
        <source>These servers were found on this computer.</source>
        <translation>Bu bilgisayarda şu sunucular bulundu.</translation>
    </message>
    <message>
        <source>A server file holds no secrets; they are asked for here.</source>
        <translation>Sunucu dosyasında gizli değer bulunmaz; bunlar burada sorulur.</translation>
    </message>
    <message>
        <source>No server of another program was found on this computer.</source>
        <translation>Bu bilgisayarda başka bir programa ait sunucu bulunamadı.</translation>
    </message>
    <message>
        <source>This file cannot be used.</source>
        <translation>Bu dosya kullanılamıyor.</translation>
    </message>
    <message>
        <source>Kopru looked here:</source>
        <translation>Kopru şuralara baktı:</translation>
    </message>
</context>
<context>
    <name>kopru::ui::JsonEdit</name>
    <message>
        <source>Tab indents. Press Escape, then Tab, to leave the text.</source>
        <translation>Sekme tuşu girinti yapar. Metinden çıkmak için Esc&apos;ye, sonra sekme tuşuna basın.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Geri al</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Yinele</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Kes</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopyala</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Yapıştır</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Tümünü seç</translation>
    </message>
</context>
<context>
    <name>kopru::ui::JsonTab</name>
    <message>
        <source>Entry of “%1” as text</source>
        <translation>Metin olarak “%1” kaydı</translation>
    </message>
    <message>
        <source>Settings file as text</source>
        <translation>Metin olarak ayar dosyası</translation>
    </message>
    <message>
        <source>Hide secrets</source>
        <translation>Gizli değerleri gizle</translation>
    </message>
    <message>
        <source>Show secrets</source>
        <translation>Gizli değerleri göster</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Bul</translation>
    </message>
    <message>
        <source>Mend…</source>
        <translation>Onar…</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>Satıra git</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Önceki</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Sonraki</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Kapat</translation>
    </message>
    <message>
        <source>What is wrong with the text</source>
        <translation>Metinde yanlış olanlar</translation>
    </message>
    <message>
        <source>This would be changed to mend the text. Nothing is saved yet.</source>
        <translation>Metin onarılırken bunlar değişir. Henüz hiçbir şey kaydedilmedi.</translation>
    </message>
    <message>
        <source>Take the mended text</source>
        <translation>Onarılmış metni al</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>Metne dön</translation>
    </message>
    <message>
        <source>Show the text with the fault</source>
        <translation>Hatalı metni göster</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <extracomment>a place in the settings file and what is wrong there</extracomment>
        <translation>Satır %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ve %n yer daha</numerusform>
        </translation>
    </message>
    <message>
        <source>The text of the settings file has a fault elsewhere. Mend it there first.</source>
        <translation>Ayar dosyasının metninde başka bir yerde hata var. Önce onu düzeltin.</translation>
    </message>
    <message>
        <source>Kopru is saving. The text can be changed again afterwards.</source>
        <translation>Kopru kaydediyor. Metin, kayıt bitince yeniden değiştirilebilir.</translation>
    </message>
    <message>
        <source>The file is not stored as UTF-8, so its text can only be looked at. “Mend” makes it UTF-8.</source>
        <translation>Dosya UTF-8 olarak saklanmamış; bu yüzden metnine yalnızca bakılabilir. “Onar” onu UTF-8 yapar.</translation>
    </message>
    <message numerus="yes">
        <source>This text has %n faults. The forms follow, and you can save, once it has none.</source>
        <translation>
            <numerusform>Bu metinde %n hata var. Hatalar giderilince formlar metne uyar ve kaydedebilirsiniz.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This text has %n faults, so Claude ignores all of it.</source>
        <translation>
            <numerusform>Bu metinde %n hata var; bu yüzden Claude metnin tamamını yok sayıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no settings file that can be shown here.</source>
        <translation>Burada gösterilebilecek bir ayar dosyası yok.</translation>
    </message>
    <message>
        <source>The forms follow what you write here. Nothing is written before you save.</source>
        <translation>Formlar burada yazdıklarınıza uyar. Kaydetmeden hiçbir şey dosyaya yazılmaz.</translation>
    </message>
    <message>
        <source>Enter a number from %1 to %2.</source>
        <translation>%1 ile %2 arasında bir sayı girin.</translation>
    </message>
    <message>
        <source>Not found.</source>
        <translation>Bulunamadı.</translation>
    </message>
    <message numerus="yes">
        <source>Found %n times.</source>
        <translation>
            <numerusform>%n kez bulundu.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::KindForm</name>
    <message>
        <source>This is a JWT without an end date.</source>
        <translation>Bu, bitiş tarihi olmayan bir JWT.</translation>
    </message>
    <message>
        <source>This token expired on %1. Ask for a new one.</source>
        <translation>Bu token&apos;ın süresi %1 tarihinde doldu. Yenisini isteyin.</translation>
    </message>
    <message numerus="yes">
        <source>JWT, expires in %n days</source>
        <translation>
            <numerusform>JWT, süresi %n gün içinde doluyor</numerusform>
        </translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Diğer ayarlar</translation>
    </message>
</context>
<context>
    <name>kopru::ui::LinesField</name>
    <message>
        <source>Cover the secrets</source>
        <translation>Gizli bilgileri kapat</translation>
    </message>
    <message>
        <source>Show the secrets</source>
        <translation>Gizli bilgileri göster</translation>
    </message>
</context>
<context>
    <name>kopru::ui::LogsPage</name>
    <message>
        <source>All servers</source>
        <translation>Tüm sunucular</translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n satır</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 lines</source>
        <translation>
            <numerusform>%1 satırdan %n tanesi</numerusform>
        </translation>
    </message>
    <message>
        <source>Claude has not written any logs here yet.</source>
        <translation>Claude buraya henüz günlük yazmamış.</translation>
    </message>
    <message>
        <source>Kopru looked in: %1</source>
        <translation>Kopru şuraya baktı: %1</translation>
    </message>
    <message>
        <source>No line matches.</source>
        <translation>Eşleşen satır yok.</translation>
    </message>
    <message>
        <source>Choose another server or clear the search.</source>
        <translation>Başka bir sunucu seçin ya da aramayı temizleyin.</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Günlükler</translation>
    </message>
    <message>
        <source>What Claude and its servers wrote, the newest line at the bottom.</source>
        <translation>Claude&apos;un ve sunucularının yazdıkları; en yeni satır en altta.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Sunucu</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Ara</translation>
    </message>
    <message>
        <source>Search in the logs</source>
        <translation>Günlüklerde ara</translation>
    </message>
    <message>
        <source>Only problems</source>
        <translation>Yalnızca sorunlar</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>İzle</translation>
    </message>
    <message>
        <source>Lines of the logs</source>
        <translation>Günlük satırları</translation>
    </message>
</context>
<context>
    <name>kopru::ui::MainWindow</name>
    <message>
        <source>Leave without saving?</source>
        <translation>Kaydetmeden çıkılsın mı?</translation>
    </message>
    <message>
        <source>What you changed has not been saved. It will be lost.</source>
        <translation>Yaptığınız değişiklikler kaydedilmedi ve kaybolacak.</translation>
    </message>
    <message>
        <source>Leave without saving</source>
        <translation>Kaydetmeden çık</translation>
    </message>
</context>
<context>
    <name>kopru::ui::MendPage</name>
    <message>
        <source>Mend the settings file</source>
        <translation>Ayar dosyasını onar</translation>
    </message>
    <message>
        <source>The file as it is</source>
        <translation>Dosyanın şimdiki hali</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Klasörü aç</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Önceki sürümler</translation>
    </message>
    <message>
        <source>Faults in the settings file</source>
        <translation>Ayar dosyasındaki hatalar</translation>
    </message>
    <message>
        <source>The settings file has no faults.</source>
        <translation>Ayar dosyasında hata yok.</translation>
    </message>
    <message>
        <source>Claude can read it.</source>
        <translation>Claude onu okuyabilir.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Genel bakış</translation>
    </message>
    <message>
        <source>Another program has changed the file meanwhile.</source>
        <translation>Başka bir program bu sırada dosyayı değiştirdi.</translation>
    </message>
    <message>
        <source>Nothing was written. Look at it once more.</source>
        <translation>Hiçbir şey yazılmadı. Dosyaya bir kez daha bakın.</translation>
    </message>
    <message>
        <source>The file is being read.</source>
        <translation>Dosya okunuyor.</translation>
    </message>
    <message numerus="yes">
        <source>The settings file has %n faults, so Claude ignores all your servers.</source>
        <translation>
            <numerusform>Ayar dosyasında %n hata var; bu yüzden Claude tüm sunucularınızı yok sayıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>To mend this file, Kopru would have to guess. So it leaves the file as it is.</source>
        <translation>Kopru bu dosyayı ancak tahmin ederek onarabilirdi. Bu yüzden dosyayı olduğu gibi bırakıyor.</translation>
    </message>
    <message numerus="yes">
        <source>%n faults</source>
        <translation>
            <numerusform>%n hata</numerusform>
        </translation>
    </message>
    <message>
        <source>Mended</source>
        <translation>Onarılmış hali</translation>
    </message>
    <message>
        <source>Version saved %1</source>
        <comment>%1: today at 14:05</comment>
        <translation>Saklanan sürüm: %1</translation>
    </message>
    <message>
        <source>The broken file is kept as an earlier version. Secrets are hidden here only.</source>
        <translation>Bozuk dosya önceki sürümler arasında saklanır. Gizli değerler yalnızca burada gizlenir.</translation>
    </message>
    <message>
        <source>You see everything once more before it is written. The broken file is kept as well.</source>
        <translation>Yazılmadan önce her şeyi bir kez daha görürsünüz. Bozuk dosya da saklanır.</translation>
    </message>
    <message>
        <source>Kopru has no earlier version of this file. Mend the places above in an editor.</source>
        <translation>Kopru&apos;da bu dosyanın önceki bir sürümü yok. Yukarıdaki yerleri bir düzenleyicide düzeltin.</translation>
    </message>
    <message>
        <source>Mending…</source>
        <translation>Onarılıyor…</translation>
    </message>
    <message>
        <source>Mend the file</source>
        <translation>Dosyayı onar</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>Bu sürümü geri yükle</translation>
    </message>
    <message numerus="yes">
        <source>%n more faults</source>
        <translation>
            <numerusform>%n hata daha</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::NameDialog</name>
    <message>
        <source>Name</source>
        <translation>Ad</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>“%1” sunucusunu yeniden adlandırın</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Yeniden adlandır</translation>
    </message>
    <message>
        <source>Duplicate “%1”</source>
        <translation>“%1” sunucusunu çoğaltın</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Çoğalt</translation>
    </message>
</context>
<context>
    <name>kopru::ui::NoticeBar</name>
    <message>
        <source>Another program has broken the settings file. Your changes here are kept.</source>
        <translation>Başka bir program ayar dosyasını bozdu. Buradaki değişiklikleriniz duruyor.</translation>
    </message>
    <message>
        <source>Show and mend</source>
        <translation>Göster ve onar</translation>
    </message>
    <message>
        <source>Another program has removed the settings file. Your changes here are kept.</source>
        <translation>Başka bir program ayar dosyasını sildi. Buradaki değişiklikleriniz duruyor.</translation>
    </message>
    <message>
        <source>Another program has changed the same as you. When you save, you choose what stays.</source>
        <translation>Başka bir program sizinle aynı yeri değiştirdi. Kaydederken hangisinin kalacağını siz seçersiniz.</translation>
    </message>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file.</source>
        <translation>
            <numerusform>Ayar dosyasından %n sunucu kayboldu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Göster</translation>
    </message>
    <message>
        <source>Another program has changed other settings in the file. Both changes are kept.</source>
        <translation>Başka bir program dosyadaki başka ayarları değiştirdi. İki değişiklik de duruyor.</translation>
    </message>
    <message>
        <source>Another program has changed “%1” in the file. Both changes are kept.</source>
        <translation>Başka bir program dosyada “%1” üzerinde değişiklik yaptı. İki değişiklik de duruyor.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Kapat</translation>
    </message>
    <message>
        <source>The settings file cannot be read any more. Your changes here are kept.</source>
        <translation>Ayar dosyası artık okunamıyor. Buradaki değişiklikleriniz korunuyor.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::OfferRow</name>
    <message>
        <source>This is needed.</source>
        <translation>Bu gereklidir.</translation>
    </message>
    <message>
        <source>Replace what is only an example here.</source>
        <translation>Buradaki yalnızca bir örnek; kendi değerinizi yazın.</translation>
    </message>
    <message>
        <source>Add “%1”</source>
        <translation>“%1” sunucusunu ekle</translation>
    </message>
    <message>
        <source>Found in %1.</source>
        <translation>%1 içinde bulundu.</translation>
    </message>
    <message>
        <source>Claude&apos;s settings file has this server already.</source>
        <translation>Bu sunucu Claude&apos;un ayar dosyasında zaten var.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Ad</translation>
    </message>
</context>
<context>
    <name>kopru::ui::OtherFile</name>
    <message>
        <source>Another settings file holds servers that Claude does not read: %1</source>
        <translation>Başka bir ayar dosyasında Claude&apos;un okumadığı sunucular var: %1</translation>
    </message>
    <message>
        <source>Another settings file holds servers that are not in this one: %1</source>
        <translation>Başka bir ayar dosyasında bunda olmayan sunucular var: %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Göster</translation>
    </message>
</context>
<context>
    <name>kopru::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Genel bakış</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Klasörü aç</translation>
    </message>
    <message>
        <source>All places</source>
        <translation>Tüm konumlar</translation>
    </message>
    <message>
        <source>Claude Desktop is not installed on this computer.</source>
        <translation>Bu bilgisayarda Claude Desktop kurulu değil.</translation>
    </message>
    <message>
        <source>Install it and start it once. Then come back here.</source>
        <translation>Kurun, bir kez başlatın ve sonra buraya dönün.</translation>
    </message>
    <message>
        <source>Open download page</source>
        <translation>İndirme sayfasını aç</translation>
    </message>
    <message>
        <source>Claude Desktop has not created its settings file yet. Start it once.</source>
        <translation>Claude Desktop henüz ayar dosyasını oluşturmamış. Bir kez başlatın.</translation>
    </message>
    <message>
        <source>You can also add a server first. Kopru then creates the file.</source>
        <translation>Önce bir sunucu da ekleyebilirsiniz; dosyayı o zaman Kopru oluşturur.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Yeniden bak</translation>
    </message>
    <message>
        <source>Start Claude</source>
        <translation>Claude&apos;u başlat</translation>
    </message>
    <message>
        <source>The settings file has a fault, so Claude ignores all your servers.</source>
        <translation>Ayar dosyasında bir hata var; bu yüzden Claude tüm sunucularınızı yok sayıyor.</translation>
    </message>
    <message>
        <source>Kopru and Claude would read different files.</source>
        <translation>Kopru ile Claude farklı dosyaları okuyor olabilir.</translation>
    </message>
    <message>
        <source>There are several settings files. Choose the one that Claude reads.</source>
        <translation>Birden çok ayar dosyası var. Claude&apos;un okuduğu dosyayı seçin.</translation>
    </message>
    <message>
        <source>Show all files</source>
        <translation>Tüm dosyaları göster</translation>
    </message>
    <message>
        <source>Nothing is connected to Claude yet.</source>
        <translation>Claude&apos;a henüz bir şey bağlı değil.</translation>
    </message>
    <message>
        <source>Add the first server. You need what its vendor gave you: an address, a token, or a command.</source>
        <translation>İlk sunucuyu ekleyin. Size verilen bilgiler gerekir: bir adres, bir erişim anahtarı (token) ya da bir komut.</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Sunucu ekle</translation>
    </message>
    <message numerus="yes">
        <source>%n changes wait for Claude to be restarted.</source>
        <translation>
            <numerusform>%n değişiklik için Claude&apos;un yeniden başlatılması gerekiyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Claude reads its settings file only when it starts.</source>
        <translation>Claude ayar dosyasını yalnızca başlarken okur.</translation>
    </message>
    <message>
        <source>I have restarted Claude</source>
        <translation>Claude&apos;u yeniden başlattım</translation>
    </message>
    <message>
        <source>The connections are being checked.</source>
        <translation>Bağlantılar kontrol ediliyor.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 servers do not work.</source>
        <translation>
            <numerusform>%1 sunucudan %n tanesi çalışmıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Nedenini göster</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 servers have not been checked yet.</source>
        <translation>
            <numerusform>%1 sunucudan %n tanesi henüz kontrol edilmedi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Check all</source>
        <translation>Tümünü kontrol et</translation>
    </message>
    <message numerus="yes">
        <source>All %n servers work.</source>
        <translation>
            <numerusform>%n sunucunun hepsi çalışıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Last checked %1.</source>
        <comment>%1 is a time such as: 3 minutes ago</comment>
        <translation>Son kontrol: %1.</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Yeniden kontrol et</translation>
    </message>
    <message>
        <source>Claude&apos;s settings file, which does not exist yet:</source>
        <translation>Claude&apos;un henüz var olmayan ayar dosyası:</translation>
    </message>
    <message>
        <source>Claude reads this settings file:</source>
        <translation>Claude bu ayar dosyasını okur:</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Önceki sürümler</translation>
    </message>
    <message numerus="yes">
        <source>The settings file has %n faults, so Claude ignores all your servers.</source>
        <translation>
            <numerusform>Ayar dosyasında %n hata var; bu yüzden Claude tüm sunucularınızı yok sayıyor.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first one: %1</source>
        <translation>Birincisi: %1</translation>
    </message>
    <message>
        <source>Show and mend</source>
        <translation>Göster ve onar</translation>
    </message>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file %1.</source>
        <comment>%1 is a time such as: today at 14:05</comment>
        <translation>
            <numerusform>Ayar dosyasından %n sunucu kayboldu (%1).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers disappeared from the settings file.</source>
        <translation>
            <numerusform>Ayar dosyasından %n sunucu kayboldu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another program took them out: %1.</source>
        <translation>Bunları başka bir program çıkardı: %1.</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n servers</source>
        <translation>
            <numerusform>%n sunucuyu geri yükle</numerusform>
        </translation>
    </message>
    <message>
        <source>That is right</source>
        <translation>Böyle doğru</translation>
    </message>
    <message>
        <source>They are back in your changes. Save, and Claude has them again.</source>
        <translation>Değişikliklerinize geri eklendiler. Kaydettiğinizde Claude onları yeniden görür.</translation>
    </message>
    <message>
        <source>Review and save</source>
        <translation>Gözden geçir ve kaydet</translation>
    </message>
    <message>
        <source>Kopru has no earlier version that holds them.</source>
        <translation>Kopru&apos;da onları içeren bir önceki sürüm yok.</translation>
    </message>
    <message>
        <source>Show the earlier versions</source>
        <translation>Önceki sürümleri göster</translation>
    </message>
    <message>
        <source>Your organisation does not allow local servers in Claude.</source>
        <translation>Kuruluşunuz Claude&apos;da yerel sunuculara izin vermiyor.</translation>
    </message>
    <message>
        <source>What is added here may have no effect. The rule can also be older than your Claude.</source>
        <translation>Burada eklenenlerin etkisi olmayabilir. Kural, Claude sürümünüzden eski de olabilir.</translation>
    </message>
    <message>
        <source>Show the rule</source>
        <translation>Kuralı göster</translation>
    </message>
    <message>
        <source>Kopru works on this settings file:</source>
        <translation>Kopru bu ayar dosyasıyla çalışıyor:</translation>
    </message>
</context>
<context>
    <name>kopru::ui::Page</name>
    <message>
        <source>Back</source>
        <translation>Geri</translation>
    </message>
</context>
<context>
    <name>kopru::ui::PageNames</name>
    <message>
        <source>Overview</source>
        <translation>Genel bakış</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Sunucular</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Günlükler</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ayarlar</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Doktor</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ParkedList</name>
    <message>
        <source>Parked</source>
        <translation>Beklemede</translation>
    </message>
    <message>
        <source>Kopru keeps these servers. Claude does not see them.</source>
        <translation>Bu sunucuları Kopru saklıyor. Claude onları görmüyor.</translation>
    </message>
    <message>
        <source>parked with the save</source>
        <translation>kaydedince beklemede</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>beklemede</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Sil</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ParkingQuestions</name>
    <message>
        <source>Save “%1” first</source>
        <translation>Önce “%1” sunucusunu kaydedin</translation>
    </message>
    <message>
        <source>Its token goes into the keychain when you save. After that, the server can be parked.</source>
        <translation>Token&apos;ı, kaydettiğinizde parola kasasına konur. Ondan sonra sunucu beklemeye alınabilir.</translation>
    </message>
    <message>
        <source>Review and save</source>
        <translation>Gözden geçir ve kaydet</translation>
    </message>
    <message>
        <source>Delete the parked server “%1”?</source>
        <translation>Beklemedeki “%1” sunucusu silinsin mi?</translation>
    </message>
    <message>
        <source>It cannot be put back afterwards. Earlier versions of the file still hold it.</source>
        <translation>Bundan sonra geri konamaz. Dosyanın önceki sürümlerinde durmaya devam eder.</translation>
    </message>
    <message>
        <source>Delete the server</source>
        <translation>Sunucuyu sil</translation>
    </message>
    <message>
        <source>Park “%1”?</source>
        <translation>“%1” beklemeye alınsın mı?</translation>
    </message>
    <message>
        <source>Claude no longer starts it. Kopru keeps it unchanged, and you can put it back at any time.</source>
        <translation>Claude onu artık başlatmaz. Kopru onu değiştirmeden saklar; istediğiniz zaman geri koyabilirsiniz.</translation>
    </message>
    <message>
        <source>Park the server</source>
        <translation>Sunucuyu beklemeye al</translation>
    </message>
    <message>
        <source>Another server is named “%1” now</source>
        <translation>Artık başka bir sunucunun adı “%1”</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Geri koy</translation>
    </message>
</context>
<context>
    <name>kopru::ui::PlaceDoubt</name>
    <message>
        <source>It is not certain where Claude keeps its settings file. Nothing is saved before you have decided.</source>
        <translation>Claude&apos;un ayar dosyasını nerede tuttuğu kesin değil. Siz karar vermeden hiçbir şey kaydedilmez.</translation>
    </message>
    <message>
        <source>It is not certain which settings file Claude reads: the one below, or another one. Nothing is saved before you have decided.</source>
        <translation>Claude&apos;un hangi ayar dosyasını okuduğu kesin değil: aşağıdaki mi, başka biri mi? Siz karar vermeden hiçbir şey kaydedilmez.</translation>
    </message>
    <message>
        <source>Write every change into all of them</source>
        <translation>Her değişikliği hepsine yaz</translation>
    </message>
    <message>
        <source>Write into the file below</source>
        <translation>Aşağıdaki dosyaya yaz</translation>
    </message>
    <message>
        <source>Show all files</source>
        <translation>Tüm dosyaları göster</translation>
    </message>
</context>
<context>
    <name>kopru::ui::PlaceWording</name>
    <message>
        <source>Claude Desktop for macOS</source>
        <translation>macOS için Claude Desktop</translation>
    </message>
    <message>
        <source>Claude Desktop for Windows, classic installation</source>
        <translation>Windows için Claude Desktop, klasik kurulum</translation>
    </message>
    <message>
        <source>Claude Desktop for Windows, installed as a Store program</source>
        <translation>Windows için Claude Desktop, Store programı olarak kurulmuş</translation>
    </message>
    <message>
        <source>Claude Desktop for Linux</source>
        <translation>Linux için Claude Desktop</translation>
    </message>
    <message>
        <source>A folder with a small c, which Claude Desktop does not read</source>
        <translation>Küçük c ile yazılmış bir klasör; Claude Desktop bunu okumaz</translation>
    </message>
    <message>
        <source>A profile of its own</source>
        <translation>Ayrı bir profil</translation>
    </message>
    <message>
        <source>Claude Desktop with another provider</source>
        <translation>Başka bir sağlayıcıyla Claude Desktop</translation>
    </message>
    <message>
        <source>The file that was named when Kopru was started</source>
        <translation>Kopru başlatılırken belirtilen dosya</translation>
    </message>
    <message>
        <source>The folder that CLAUDE_USER_DATA_DIR names</source>
        <translation>CLAUDE_USER_DATA_DIR değişkeninin gösterdiği klasör</translation>
    </message>
    <message>
        <source>This file does not exist.</source>
        <translation>Bu dosya yok.</translation>
    </message>
    <message>
        <source>Last changed %1</source>
        <translation>Son değişiklik: %1</translation>
    </message>
    <message>
        <source>It holds no servers.</source>
        <translation>İçinde sunucu yok.</translation>
    </message>
    <message>
        <source>Servers: %1</source>
        <translation>Sunucular: %1</translation>
    </message>
    <message>
        <source>Claude last wrote a log %1</source>
        <translation>Claude&apos;un son günlük kaydı: %1</translation>
    </message>
    <message>
        <source>Claude last wrote a log %1, of: %2</source>
        <translation>Claude&apos;un son günlük kaydı: %1; sunucular: %2</translation>
    </message>
    <message>
        <source>Claude has written no log here.</source>
        <translation>Claude burada günlük tutmamış.</translation>
    </message>
    <message>
        <source>You do not have the right to read this file.</source>
        <translation>Bu dosyayı okuma hakkınız yok.</translation>
    </message>
    <message>
        <source>The file has a fault, and Claude takes such a file for an empty one.</source>
        <translation>Dosyada hata var; Claude böyle bir dosyayı boş sayar.</translation>
    </message>
    <message>
        <source>The file belongs to “%1”, not to you. Ask them, or an administrator, for the right to write it.</source>
        <translation>Dosyanın sahibi siz değil, “%1”. Yazma hakkını ondan ya da bir yöneticiden isteyin.</translation>
    </message>
    <message>
        <source>The file is write-protected. Remove the protection to save changes.</source>
        <translation>Dosya yazmaya karşı korumalı. Değişiklikleri kaydetmek için korumayı kaldırın.</translation>
    </message>
    <message>
        <source>The folder is write-protected, so nothing can be saved here.</source>
        <translation>Klasör yazmaya karşı korumalı; buraya bir şey kaydedilemez.</translation>
    </message>
    <message>
        <source>This is a link. The file itself is: %1</source>
        <translation>Bu bir bağlantı. Dosyanın kendisi: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 ve %n tane daha</numerusform>
        </translation>
    </message>
    <message>
        <source>Your organisation does not allow local servers in Claude. The rule stands here: %1</source>
        <translation>Kuruluşunuz Claude&apos;da yerel sunuculara izin vermiyor. Kural burada: %1</translation>
    </message>
    <message>
        <source>Your organisation does not allow extensions in Claude. The rule stands here: %1</source>
        <translation>Kuruluşunuz Claude&apos;da uzantılara izin vermiyor. Kural burada: %1</translation>
    </message>
    <message>
        <source>Your organisation allows only signed extensions. The rule stands here: %1</source>
        <translation>Kuruluşunuz yalnızca imzalı uzantılara izin veriyor. Kural burada: %1</translation>
    </message>
    <message>
        <source>Your organisation&apos;s rules for Claude could not be read: %1</source>
        <translation>Kuruluşunuzun Claude kuralları okunamadı: %1</translation>
    </message>
</context>
<context>
    <name>kopru::ui::PlacesPage</name>
    <message>
        <source>All settings files</source>
        <translation>Tüm ayar dosyaları</translation>
    </message>
    <message>
        <source>Claude can keep its settings file in several places. Kopru works on one of them.</source>
        <translation>Claude ayar dosyasını birkaç yerde tutabilir. Kopru bunlardan biriyle çalışır.</translation>
    </message>
    <message>
        <source>Kopru works on this file</source>
        <translation>Kopru bu dosyayla çalışıyor</translation>
    </message>
    <message>
        <source>Use this file</source>
        <translation>Bu dosyayı kullan</translation>
    </message>
    <message>
        <source>Write every change into all of them</source>
        <translation>Her değişikliği hepsine yaz</translation>
    </message>
    <message>
        <source>It is not certain which of these files Claude reads. Choose one, or let every change be written into all of them.</source>
        <translation>Claude&apos;un bu dosyalardan hangisini okuduğu kesin değil. Birini seçin ya da her değişikliğin hepsine yazılmasını sağlayın.</translation>
    </message>
    <message>
        <source>It is not certain where Claude keeps its settings file. Choose one, or start Claude once.</source>
        <translation>Claude&apos;un ayar dosyasını nerede tuttuğu kesin değil. Birini seçin ya da Claude&apos;u bir kez başlatın.</translation>
    </message>
    <message>
        <source>Write every change into this file too</source>
        <translation>Her değişikliği bu dosyaya da yaz</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n servers to the file in use</source>
        <translation>
            <numerusform>%n sunucuyu kullanılan dosyaya kopyala</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Yeniden dene</translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation>Hiçbir şey kopyalanmadı.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::Question</name>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Remove “%1”?</source>
        <translation>“%1” kaldırılsın mı?</translation>
    </message>
    <message>
        <source>Claude will no longer have this server. You can undo this until you save.</source>
        <translation>Claude&apos;da bu sunucu artık bulunmayacak. Kaydedene kadar bunu geri alabilirsiniz.</translation>
    </message>
    <message>
        <source>Remove the server</source>
        <translation>Sunucuyu kaldır</translation>
    </message>
    <message>
        <source>Its token stays in the keychain; when you save, you can have it deleted too.</source>
        <translation>Token&apos;ı parola kasasında kalır; kaydederken onu da sildirebilirsiniz.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ReplaceTokenDialog</name>
    <message>
        <source>%1, in the keychain</source>
        <translation>%1, parola kasasında</translation>
    </message>
    <message>
        <source>Replace this token everywhere</source>
        <translation>Bu token&apos;ı her yerde değiştir</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>Yeni token</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Değiştir</translation>
    </message>
    <message>
        <source>The keychain is being asked where else this token is.</source>
        <translation>Bu token&apos;ın başka nerede olduğu parola kasasına soruluyor.</translation>
    </message>
    <message>
        <source>Other places with the same token may be missing here.</source>
        <translation>Aynı token&apos;ın bulunduğu başka yerler burada eksik olabilir.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Yeniden bak</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ve %n yer daha</numerusform>
        </translation>
    </message>
    <message>
        <source>This is the name of a token in the keychain. Enter the token itself.</source>
        <translation>Bu, parola kasasındaki bir token&apos;ın adı. Token&apos;ın kendisini girin.</translation>
    </message>
    <message>
        <source>A token has no spaces or line breaks. Copy it again.</source>
        <translation>Token&apos;da boşluk veya satır sonu olmaz. Yeniden kopyalayın.</translation>
    </message>
    <message>
        <source>This is the token that is there already.</source>
        <translation>Bu, zaten kullanılan token.</translation>
    </message>
    <message numerus="yes">
        <source>It is in %n places:</source>
        <translation>
            <numerusform>%n yerde bulunuyor:</numerusform>
        </translation>
    </message>
    <message>
        <source>Kopru is still saving. Please try again when it is done.</source>
        <translation>Kopru hâlâ kaydediyor. Lütfen bitince yeniden deneyin.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ReviewPage</name>
    <message>
        <source>This will be written</source>
        <translation>Dosyaya bunlar yazılacak</translation>
    </message>
    <message>
        <source>Into this file:</source>
        <translation>Yazılacak dosya:</translation>
    </message>
    <message>
        <source>A copy of the file as it is now is kept. Secrets are hidden here, not in the file.</source>
        <translation>Dosyanın şimdiki hâli yedeklenir. Gizli bilgiler burada gizlenir, dosyada gizlenmez.</translation>
    </message>
    <message>
        <source>Discard my changes and read the file again</source>
        <translation>Değişikliklerimi at ve dosyayı yeniden oku</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopyala</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Geri</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Sorun</translation>
    </message>
    <message>
        <source>Step 3 of 3: look at it, then save.</source>
        <translation>Adım 3/3: Bakın, sonra kaydedin.</translation>
    </message>
    <message>
        <source>The server “%1” will be added to Claude&apos;s settings file.</source>
        <translation>“%1” sunucusu Claude&apos;un ayar dosyasına eklenecek.</translation>
    </message>
    <message>
        <source>The server “%1” will be removed from Claude&apos;s settings file.</source>
        <translation>“%1” sunucusu Claude&apos;un ayar dosyasından kaldırılacak.</translation>
    </message>
    <message>
        <source>The server “%1” will be changed in Claude&apos;s settings file.</source>
        <translation>“%1” sunucusu Claude&apos;un ayar dosyasında değiştirilecek.</translation>
    </message>
    <message>
        <source>Nothing is left to save.</source>
        <translation>Kaydedilecek bir şey kalmadı.</translation>
    </message>
    <message numerus="yes">
        <source>%n servers will be different in Claude&apos;s settings file.</source>
        <translation>
            <numerusform>Claude&apos;un ayar dosyasında %n sunucu değişecek.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Kaydediliyor…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Kaydet</translation>
    </message>
    <message>
        <source>Ask the keychain again</source>
        <translation>Parola kasasına yeniden sor</translation>
    </message>
    <message>
        <source>Do not wait: keep the token in the settings file</source>
        <translation>Beklemeden token&apos;ı ayar dosyasında sakla</translation>
    </message>
    <message>
        <source>Nothing else on this computer uses it. A backup with this server would need a new token.</source>
        <translation>Bu bilgisayarda onu başka kullanan yok. Bu sunucuyu içeren bir yedek geri yüklenirse yeni bir token gerekir.</translation>
    </message>
    <message>
        <source>A copy of the file as it is now is kept. The token goes into this computer&apos;s keychain; the file only names it.</source>
        <translation>Dosyanın şimdiki hâlinin bir kopyası saklanır. Token bu bilgisayarın parola kasasına konur; dosyada yalnızca adı yazar.</translation>
    </message>
    <message>
        <source>The keychain has not answered yet.</source>
        <translation>Parola kasası henüz yanıt vermedi.</translation>
    </message>
    <message>
        <source>Look for a window that asks for the keychain&apos;s password.</source>
        <translation>Parola kasasının parolasını isteyen bir pencere arayın.</translation>
    </message>
    <message>
        <source>The token of “%1” was deleted from the keychain.</source>
        <translation>“%1” sunucusunun token&apos;ı parola kasasından silindi.</translation>
    </message>
    <message>
        <source>Edit the server and enter a new token.</source>
        <translation>Sunucuyu düzenleyip yeni bir token girin.</translation>
    </message>
    <message>
        <source>Save once more to keep the token readable in the settings file, or ask the keychain again.</source>
        <translation>Token&apos;ı ayar dosyasında okunabilir biçimde saklamak için bir kez daha kaydedin ya da parola kasasına yeniden sorun.</translation>
    </message>
    <message>
        <source>The token stays readable in the settings file.</source>
        <translation>Token, ayar dosyasında okunabilir durumda kalıyor.</translation>
    </message>
    <message>
        <source>Also delete the token “%1” from the keychain</source>
        <translation>“%1” token&apos;ını parola kasasından da sil</translation>
    </message>
    <message>
        <source>Try again to delete it</source>
        <translation>Silmeyi yeniden deneyin</translation>
    </message>
    <message>
        <source>The file is saved, but the token “%1” is still in the keychain. %2</source>
        <translation>Dosya kaydedildi ama “%1” adlı token hâlâ parola kasasında. %2</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Yeniden kaydet</translation>
    </message>
    <message>
        <source>Another program has changed the same as you.</source>
        <translation>Başka bir program sizinle aynı yeri değiştirdi.</translation>
    </message>
    <message>
        <source>Nothing was written. Choose what shall stand in the file.</source>
        <translation>Hiçbir şey yazılmadı. Dosyada hangisinin kalacağını seçin.</translation>
    </message>
    <message>
        <source>Another program is writing the settings file again and again.</source>
        <translation>Başka bir program ayar dosyasını durmadan yazıyor.</translation>
    </message>
    <message>
        <source>Nothing was written, and your changes are kept. Save again in a moment.</source>
        <translation>Hiçbir şey yazılmadı, değişiklikleriniz duruyor. Biraz sonra yeniden kaydedin.</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Seç</translation>
    </message>
    <message>
        <source>What you wrote in the text of the settings file is being read.</source>
        <translation>Ayar dosyasının metnine yazdıklarınız okunuyor.</translation>
    </message>
    <message numerus="yes">
        <source>The text of the settings file has %n faults, so nothing is saved.</source>
        <translation>
            <numerusform>Ayar dosyasının metninde %n hata var; bu yüzden hiçbir şey kaydedilmez.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go back to the text and mend it, or undo what you wrote.</source>
        <translation>Metne dönüp düzeltin ya da yazdıklarınızı geri alın.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::SchemaForm</name>
    <message>
        <source>not given</source>
        <translation>verilmedi</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>evet</translation>
    </message>
    <message>
        <source>no</source>
        <translation>hayır</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (isteğe bağlı)</translation>
    </message>
    <message>
        <source>This field is needed.</source>
        <translation>Bu alan gerekli.</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>Bir tam sayı yazın.</translation>
    </message>
    <message>
        <source>Write a number.</source>
        <translation>Bir sayı yazın.</translation>
    </message>
    <message>
        <source>This is no JSON. A list looks like [1, 2], an object like {&quot;a&quot;: 1}.</source>
        <translation>Bu JSON değil. Liste [1, 2], nesne {&quot;a&quot;: 1} biçiminde yazılır.</translation>
    </message>
</context>
<context>
    <name>kopru::ui::SecretField</name>
    <message>
        <source>Hide the text</source>
        <translation>Metni gizle</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>Metni göster</translation>
    </message>
    <message>
        <source>Paste from the clipboard</source>
        <translation>Panodan yapıştır</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ServerForm</name>
    <message>
        <source>Name</source>
        <translation>Ad</translation>
    </message>
    <message>
        <source>Claude shows this name. Choose one that you recognise.</source>
        <translation>Claude bu adı gösterir. Tanıyacağınız bir ad seçin.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Check the connection</source>
        <translation>Bağlantıyı kontrol et</translation>
    </message>
    <message>
        <source>Keep it in the keychain instead</source>
        <translation>Bunun yerine parola kasasında sakla</translation>
    </message>
    <message>
        <source>Ask the keychain again</source>
        <translation>Parola kasasına yeniden sor</translation>
    </message>
    <message>
        <source>Keep it in the settings file instead</source>
        <translation>Bunun yerine ayar dosyasında sakla</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ServerList</name>
    <message>
        <source>Servers</source>
        <translation>Sunucular</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ServerPage</name>
    <message>
        <source>Edit</source>
        <translation>Düzenle</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Diğer</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Yeniden adlandır</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Çoğalt</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>The check shows each link of the chain from Claude to the server, and where it is broken.</source>
        <translation>Kontrol, Claude&apos;dan sunucuya uzanan zincirin her halkasını ve nerede koptuğunu gösterir.</translation>
    </message>
    <message>
        <source>Try it in Claude</source>
        <translation>Claude&apos;da deneyin</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>Soruyu kopyala</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Şimdi kontrol et</translation>
    </message>
    <message>
        <source>Not saved yet: Claude does not have this version.</source>
        <translation>Henüz kaydedilmedi: Claude&apos;da bu sürüm yok.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Erişim anahtarı (token)</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>Beklemeye al</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Bağlantı</translation>
    </message>
    <message>
        <source>Export as a file</source>
        <translation>Dosya olarak dışa aktar</translation>
    </message>
    <message>
        <source>Text (JSON)</source>
        <translation>Metin (JSON)</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ServersPage</name>
    <message>
        <source>Servers</source>
        <translation>Sunucular</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Sunucu ekle</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aç</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Düzenle</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Yeniden adlandır</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Çoğalt</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Kaldır</translation>
    </message>
    <message>
        <source>These servers are in Claude&apos;s settings file.</source>
        <translation>Claude&apos;un ayar dosyasında bu sunucular var.</translation>
    </message>
    <message>
        <source>Nothing is connected to Claude yet.</source>
        <translation>Claude&apos;a henüz bir şey bağlı değil.</translation>
    </message>
    <message>
        <source>A server gives Claude access to a service, for example to your API portal.</source>
        <translation>Bir sunucu, Claude&apos;un bir hizmete, örneğin API portalınıza erişmesini sağlar.</translation>
    </message>
    <message>
        <source>No settings file of Claude was found.</source>
        <translation>Claude&apos;un ayar dosyası bulunamadı.</translation>
    </message>
    <message>
        <source>The servers cannot be shown.</source>
        <translation>Sunucular gösterilemiyor.</translation>
    </message>
    <message>
        <source>Show and mend</source>
        <translation>Göster ve onar</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>Beklemeye al</translation>
    </message>
</context>
<context>
    <name>kopru::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ayarlar</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Sistemle aynı</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Görünüm</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Açık</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Koyu</translation>
    </message>
    <message>
        <source>About Kopru</source>
        <translation>Kopru hakkında</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Sürüm %1</translation>
    </message>
    <message>
        <source>Kopru keeps its own log, settings and copies of your settings file here:</source>
        <translation>Kopru kendi günlüğünü, ayarlarını ve ayar dosyanızın yedeklerini burada tutar:</translation>
    </message>
    <message>
        <source>Earlier versions of the settings file</source>
        <translation>Ayar dosyasının önceki sürümleri</translation>
    </message>
    <message>
        <source>Claude&apos;s settings file</source>
        <translation>Claude&apos;un ayar dosyası</translation>
    </message>
    <message>
        <source>Settings file as text</source>
        <translation>Metin olarak ayar dosyası</translation>
    </message>
</context>
<context>
    <name>kopru::ui::SettingsTextPage</name>
    <message>
        <source>Settings file as text</source>
        <translation>Metin olarak ayar dosyası</translation>
    </message>
</context>
<context>
    <name>kopru::ui::Shown</name>
    <message>
        <source>just now</source>
        <translation>az önce</translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n dakika önce</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n saat önce</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n gün önce</numerusform>
        </translation>
    </message>
    <message>
        <source>today at %1</source>
        <translation>bugün, saat %1</translation>
    </message>
    <message>
        <source>yesterday at %1</source>
        <translation>dün, saat %1</translation>
    </message>
    <message>
        <source>on %1 at %2</source>
        <translation>%1, saat %2</translation>
    </message>
</context>
<context>
    <name>kopru::ui::SideBySide</name>
    <message>
        <source>The file as it is and as it will be</source>
        <translation>Dosyanın şimdiki hali ve olacağı hali</translation>
    </message>
    <message>
        <source>The file as it is</source>
        <translation>Dosyanın şimdiki hali</translation>
    </message>
</context>
<context>
    <name>kopru::ui::StepList</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 sn</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a step and its state</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>kopru::ui::ToolCalls</name>
    <message>
        <source>waiting for the answer</source>
        <translation>yanıt bekleniyor</translation>
    </message>
    <message>
        <source>the tool reports an error</source>
        <translation>araç bir hata bildirdi</translation>
    </message>
    <message>
        <source>answered in %1</source>
        <translation>%1 içinde yanıtlandı</translation>
    </message>
    <message>
        <source>the server refused the call</source>
        <translation>sunucu çağrıyı reddetti</translation>
    </message>
    <message>
        <source>the server&apos;s program ended</source>
        <translation>sunucunun programı sona erdi</translation>
    </message>
    <message>
        <source>no answer within 4 minutes</source>
        <translation>4 dakika içinde yanıt gelmedi</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>iptal edildi</translation>
    </message>
    <message numerus="yes">
        <source>%n tools</source>
        <translation>
            <numerusform>%n araç</numerusform>
        </translation>
    </message>
    <message>
        <source>Tools of this server</source>
        <translation>Bu sunucunun araçları</translation>
    </message>
    <message>
        <source>Call this tool</source>
        <translation>Bu aracı çağır</translation>
    </message>
    <message>
        <source>Answer of the tool</source>
        <translation>Aracın yanıtı</translation>
    </message>
</context>
<context>
    <name>kopru::ui::UnsavedBar</name>
    <message numerus="yes">
        <source>%n unsaved changes</source>
        <translation>
            <numerusform>%n kaydedilmemiş değişiklik</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Geri al</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Yinele</translation>
    </message>
    <message>
        <source>Review and save</source>
        <translation>Gözden geçir ve kaydet</translation>
    </message>
    <message>
        <source>Kopru is still saving. Please try again when it is done.</source>
        <translation>Kopru hâlâ kaydediyor. Lütfen bitince yeniden deneyin.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Kaydediliyor…</translation>
    </message>
    <message>
        <source>The token “%1” is still in the keychain.</source>
        <translation>“%1” adlı token hâlâ parola kasasında.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Göster</translation>
    </message>
    <message>
        <source>Hide diff</source>
        <translation>Farkı gizle</translation>
    </message>
    <message>
        <source>Show diff</source>
        <translation>Farkı göster</translation>
    </message>
    <message numerus="yes">
        <source>The text of the settings file has %n faults. Saving waits until they are mended.</source>
        <translation>
            <numerusform>Ayar dosyasının metninde %n hata var. Kaydetmek için önce bunlar düzeltilmeli.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kopru::ui::VersionsPage</name>
    <message>
        <source>Earlier versions</source>
        <translation>Önceki sürümler</translation>
    </message>
    <message>
        <source>Kopru keeps a copy of the settings file with every save and every change it sees.</source>
        <translation>Kopru her kayıtta ve gördüğü her değişiklikte ayar dosyasının bir yedeğini saklar.</translation>
    </message>
    <message>
        <source>Earlier versions of the settings file</source>
        <translation>Ayar dosyasının önceki sürümleri</translation>
    </message>
    <message>
        <source>There is no earlier version yet.</source>
        <translation>Henüz önceki bir sürüm yok.</translation>
    </message>
    <message>
        <source>The first copy is made when Kopru saves the file or sees it change.</source>
        <translation>İlk yedek, Kopru dosyayı kaydettiğinde ya da değiştiğini gördüğünde alınır.</translation>
    </message>
    <message>
        <source>What going back to it would change</source>
        <translation>Ona dönmek neyi değiştirir</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>Bu sürümü geri yükle</translation>
    </message>
    <message>
        <source>Nothing: the settings are like this now.</source>
        <translation>Hiçbir şeyi: ayarlar şu anda böyle.</translation>
    </message>
    <message>
        <source>Nothing is written before you have seen it. You can undo it.</source>
        <translation>Siz görmeden hiçbir şey yazılmaz. Geri alabilirsiniz.</translation>
    </message>
    <message>
        <source>The text of this version</source>
        <translation>Bu sürümün metni</translation>
    </message>
    <message>
        <source>This version cannot be read as settings. It is kept so that you can look at it. Secrets are hidden here.</source>
        <translation>Bu sürüm ayar dosyası olarak okunamıyor. Bakabilmeniz için saklanıyor. Gizli bilgiler burada gösterilmez.</translation>
    </message>
</context>
</TS>
