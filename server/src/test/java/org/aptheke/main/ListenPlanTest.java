package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Configuration;
import org.aptheke.server.netty.Place;
import org.aptheke.systemd.InheritedSockets.Inherited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenPlanTest {
    private static final String TLS = "tls.listen = [\":3144\"]\ntls.certificate = \"/etc/tls.pem\"\n";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void nothingInherited_allIsBound() throws Exception {
        var plan = ListenPlan.of(configuration("listen = [\"127.0.0.1:1\", \":2\"]\n" + TLS), List.of());

        assertThat(plan.plain()).containsExactly(own("127.0.0.1", 1), new Place.Own(new InetSocketAddress(2)));
        assertThat(plan.tls()).containsExactly(new Place.Own(new InetSocketAddress(3144)));
    }

    @Test
    void listenNotSet_whatIsInheritedIsServed() throws Exception {
        var found = List.of(found(3, "a.socket", "::", 80), found(4, "a.socket", "192.0.2.1", 81));

        assertThat(ListenPlan.of(configuration(""), found).plain())
                .containsExactly(new Place.Inherited(3), new Place.Inherited(4));
    }

    @Test
    void listenSetToItsDefault_isSet() throws Exception {
        var configuration = configuration("listen = [\":3142\"]\n");

        assertThatThrownBy(() -> ListenPlan.of(configuration, List.of(found(3, "a.socket", "::", 80))))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("a.socket listens on [::]:80, and listen does not name that address");
    }

    @ParameterizedTest
    @CsvSource({
        ":3142,::,true",
        ":3142,0.0.0.0,true",
        "[::]:3142,::,true",
        "127.0.0.1:3142,127.0.0.1,true",
        "[::1]:3142,::1,true",
        "127.0.0.1:3142,::,false",
        ":3142,127.0.0.1,false",
        ":3143,::,false"
    })
    void listenSet_mustNameTheAddress(String listen, String address, boolean named) throws Exception {
        var configuration = configuration("listen = [\"" + listen + "\"]\n");
        var found = List.of(found(3, "", address, 3142));

        if (named) {
            assertThat(ListenPlan.of(configuration, found).plain()).containsExactly(new Place.Inherited(3));
        } else {
            assertThatThrownBy(() -> ListenPlan.of(configuration, found)).isInstanceOf(StartFailure.class);
        }
    }

    @Test
    void oneAddressWithTwoSockets_bothAreServedInThePlaceOfTheAddress() throws Exception {
        var configuration = configuration("listen = [\"127.0.0.1:1\", \":3142\"]\n");
        var found = List.of(found(3, "", "0.0.0.0", 3142), found(4, "", "::", 3142));

        assertThat(ListenPlan.of(configuration, found).plain())
                .containsExactly(own("127.0.0.1", 1), new Place.Inherited(3), new Place.Inherited(4));
    }

    @ParameterizedTest
    @CsvSource({"tls", "a.socket"})
    void namedByTlsListen_isForTls(String name) throws Exception {
        var plan = ListenPlan.of(configuration(TLS), List.of(found(3, name, "::", 3144)));

        assertThat(plan.tls()).containsExactly(new Place.Inherited(3));
        assertThat(plan.plain()).containsExactly(new Place.Own(new InetSocketAddress(3142)));
    }

    @Test
    void calledTlsAndNotNamedByTlsListen_isRefused() throws Exception {
        var configuration = configuration("");

        assertThatThrownBy(() -> ListenPlan.of(configuration, List.of(found(3, "tls", "::", 3144))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tls.listen does not name that address: name it in tls.listen");
    }

    private Configuration configuration(String text) throws Exception {
        var file = Files.writeString(directory.resolve("a.toml"), text);
        return ConfigFile.load(ConfigSources.of(Optional.of(file), Map.of(), "", directory));
    }

    private static Place own(String address, int port) {
        return new Place.Own(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    private static ListenPlan.Found found(int descriptor, String name, String address, int port) {
        return new ListenPlan.Found(
                new Inherited(descriptor, name), new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }
}
