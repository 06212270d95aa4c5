package io.concord.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZipTest {

    private static final List<Part> PARTS =
            List.of(new Part("文书.xml", "<a/>".getBytes()), new Part("MANIFEST.txt", new byte[100_000]));

    @Test
    void whatWasPackedComesOut() {
        List<Part> out = Zip.unpack(Zip.pack("a.zip", PARTS).bytes(), 200_000);
        assertThat(out).usingRecursiveFieldByFieldElementComparator().isEqualTo(PARTS);
    }

    @Test
    void aFolderAroundAllIsTakenOff() {
        List<Part> inFolder = PARTS.stream()
                .map(p -> new Part("23991-01/" + p.name(), p.bytes()))
                .toList();
        assertThat(Zip.unpack(Zip.pack("a.zip", inFolder).bytes(), 200_000))
                .extracting(Part::name)
                .containsExactly("文书.xml", "MANIFEST.txt");
    }

    @Test
    void bombsAndRubbishAreRefused() {
        byte[] bomb =
                Zip.pack("a.zip", List.of(new Part("big", new byte[50 << 20]))).bytes();
        assertThat(bomb).hasSizeLessThan(100_000);
        assertThatThrownBy(() -> Zip.unpack(bomb, 16 << 20)).isInstanceOf(MappingFault.class);
        assertThatThrownBy(() -> Zip.unpack("no".getBytes(), 100))
                .isInstanceOf(MappingFault.class)
                .hasMessageContaining("archive");
        byte[] whole = Zip.pack("a.zip", PARTS).bytes();
        assertThatThrownBy(() -> Zip.unpack(java.util.Arrays.copyOf(whole, 40), 100))
                .isInstanceOf(MappingFault.class);
    }
}
