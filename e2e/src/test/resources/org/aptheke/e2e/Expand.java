import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;

/** Run from its source on the class path of the packaged program: writes what a compressed file expands to. */
final class Expand {
    public static void main(String[] files) throws Exception {
        try (var in = Compression.ofName(files[0]).open(Files.newInputStream(Path.of(files[0])), ExpansionLimits.DEFAULT)) {
            in.transferTo(System.out);
        }
        System.out.flush();
    }
}
