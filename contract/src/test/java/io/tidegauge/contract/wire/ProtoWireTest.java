package io.tidegauge.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The wire format against protobuf's own streams. */
class ProtoWireTest {

  @Property
  void protobufReadsWhatWeWrite(@ForAll long varint, @ForAll long fixed, @ForAll byte[] bytes)
      throws IOException {
    ProtoWriter out = new ProtoWriter(1);
    out.varint(varint);
    out.varint(ProtoWriter.zigZag(varint));
    out.fixed64(fixed);
    out.varint(bytes.length);
    out.bytes(bytes, 0, bytes.length);

    CodedInputStream in = CodedInputStream.newInstance(out.buffer(), 0, out.size());
    assertThat(in.readRawVarint64()).isEqualTo(varint);
    assertThat(in.readSInt64()).isEqualTo(varint);
    assertThat(in.readFixed64()).isEqualTo(fixed);
    assertThat(in.readByteArray()).isEqualTo(bytes);
    assertThat(in.isAtEnd()).isTrue();
    assertThat(ProtoWriter.varintSize(varint))
        .isEqualTo(CodedOutputStream.computeUInt64SizeNoTag(varint));
  }

  @Property
  void weReadWhatProtobufWrites(@ForAll long varint, @ForAll int fixed, @ForAll byte[] bytes)
      throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    out.writeUInt64NoTag(varint);
    out.writeSInt64NoTag(varint);
    out.writeFixed32NoTag(fixed);
    out.writeByteArrayNoTag(bytes);
    out.flush();

    ProtoReader in = new ProtoReader().reset(stream.toByteArray(), 0, stream.size());
    assertThat(in.readVarint()).isEqualTo(varint);
    assertThat(in.readZigZag()).isEqualTo(varint);
    assertThat(in.readFixed32()).isEqualTo(fixed);
    assertThat(in.readBytes()).isEqualTo(bytes);
    assertThat(in.nextField()).isFalse();
  }

  @Test
  void aNestedMessageOverTwoMebibytesMoves() throws IOException {
    for (int length : new int[] {0, 1, (1 << 21) - 1, 1 << 21, (1 << 21) + 1}) {
      ProtoWriter out = new ProtoWriter(16);
      int outer = out.beginMessage(1);
      int start = out.beginMessage(2);
      out.bytes(new byte[length], 0, length);
      out.endMessage(start);
      out.varint(7);
      out.endMessage(outer);

      CodedInputStream in = CodedInputStream.newInstance(out.buffer(), 0, out.size());
      assertThat(in.readTag()).isEqualTo((1 << 3) | 2);
      int old = in.pushLimit(in.readRawVarint32());
      assertThat(in.readTag()).isEqualTo((2 << 3) | 2);
      assertThat(in.readByteArray()).hasSize(length);
      assertThat(in.readRawVarint64()).isEqualTo(7);
      assertThat(in.isAtEnd()).isTrue();
      in.popLimit(old);
      assertThat(in.isAtEnd()).isTrue();
    }
  }

  @Test
  void aFieldWithBytesLeftOverIsRefused() {
    ProtoWriter out = new ProtoWriter(16);
    out.bytesField(1, new byte[] {1, 2});
    ProtoReader in = new ProtoReader().reset(out.buffer(), 0, out.size());

    assertThat(in.nextField()).isTrue();
    int outer = in.enter();
    assertThat(in.readVarint()).isEqualTo(1);
    assertThatThrownBy(() -> in.leave(outer))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("1 bytes too many");
  }
}
