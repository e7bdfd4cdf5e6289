using System.Globalization;
using System.Text;

namespace IncidentMesh.Cli.Tests.Analysis;

[Collection(MeasuredAlone.Name)]
public sealed class LargeFileTests
{
    private const long Size = 100L * 1024 * 1024;

    /// <summary>Far less than the file: memory must not grow with it.</summary>
    private const long MostMemory = 64L * 1024 * 1024;

    [Theory]
    [InlineData("", "\n", "")]
    [InlineData("[", ",", "]")]
    public async Task A_hundred_megabytes_take_no_more_memory_than_a_window(string before, string between, string after)
    {
        var stream = new Endless(before, between, after);
        var start = GC.GetTotalMemory(forceFullCollection: true);

        var report = (await new Terminal { Input = () => stream }.RunAsync("analyze", "-", "-o", "json")).Ok().Json;

        Assert.Equal(stream.Alerts, report.GetProperty("signals").GetInt64());
        Assert.Equal(0, report.GetProperty("unparsedTotal").GetInt64());
        Assert.InRange(stream.MostMemory - start, 0, MostMemory);
    }

    /// <summary>Alerts with long outputs that are made while they are read.</summary>
    private sealed class Endless(string before, string between, string after) : Stream
    {
        private readonly string _padding = new('x', 6_000);
        private byte[] _piece = Encoding.UTF8.GetBytes(before);
        private int _taken;
        private long _given;
        private bool _ended;

        public long Alerts { get; private set; }

        public long MostMemory { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_taken == _piece.Length && !_ended)
                Next();
            var read = Math.Min(count, _piece.Length - _taken);
            _piece.AsSpan(_taken, read).CopyTo(buffer.AsSpan(offset));
            _taken += read;
            _given += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Next()
        {
            _taken = 0;
            _ended = _given >= Size;
            _piece = _ended
                ? Encoding.UTF8.GetBytes(after)
                : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                    $$$"""{{{(Alerts > 0 ? between : "")}}}{"time":"2026-03-02T09:14:03.{{{Alerts:d9}}}Z","rule":"Rule","priority":"Notice","output":"{{{_padding}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"web-{{{Alerts % 1_000}}}"}}"""));
            if (!_ended && Alerts++ % 1_000 == 0)
                MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
