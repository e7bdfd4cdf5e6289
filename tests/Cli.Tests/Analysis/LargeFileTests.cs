using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace IncidentMesh.Cli.Tests.Analysis;

[Collection(MeasuredAlone.Name)]
public sealed class LargeFileTests
{
    private const long Size = 100L * 1024 * 1024;

    /// <summary>Far less than the file: a reader whose memory grows with it runs out.</summary>
    private const long HeapLimit = 48L * 1024 * 1024;

    /// <summary>In a process of its own whose heap is limited by the runtime: what tests beside it need does not count.</summary>
    [Theory]
    [InlineData("", "\n", "")]
    [InlineData("[", ",", "]")]
    public async Task A_hundred_megabytes_are_read_in_a_heap_of_half_that(string before, string between, string after)
    {
        using var alerts = new Endless(before, between, after);
        var start = new ProcessStartInfo("dotnet", [typeof(CliHost).Assembly.Location, "analyze", "-", "-o", "json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("X", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var stop = TestContext.Current.CancellationToken.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        try
        {
            await alerts.CopyToAsync(process.StandardInput.BaseStream, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended: what it said tells why.
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var finished = new Finished(process.ExitCode, await output, await error).Ok();
        Assert.Equal(alerts.Alerts, finished.Json.GetProperty("signals").GetInt64());
        Assert.Equal(0, finished.Json.GetProperty("unparsedTotal").GetInt64());
        Assert.True(alerts.Given > Size);
    }

    /// <summary>Alerts with long outputs that are made while they are read.</summary>
    private sealed class Endless(string before, string between, string after) : Stream
    {
        private readonly string _padding = new('x', 6_000);
        private byte[] _piece = Encoding.UTF8.GetBytes(before);
        private int _taken;
        private bool _ended;

        public long Alerts { get; private set; }

        public long Given { get; private set; }

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
            Given += read;
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
            _ended = Given >= Size;
            _piece = _ended
                ? Encoding.UTF8.GetBytes(after)
                : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                    $$$"""{{{(Alerts > 0 ? between : "")}}}{"time":"2026-03-02T09:14:03.{{{Alerts:d9}}}Z","rule":"Rule","priority":"Notice","output":"{{{_padding}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"web-{{{Alerts % 1_000}}}"}}"""));
            if (!_ended)
                Alerts++;
        }
    }
}
