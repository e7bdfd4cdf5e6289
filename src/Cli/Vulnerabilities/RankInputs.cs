using System.Globalization;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Detection.Vulnerabilities;
using IncidentMesh.Detection.Vulnerabilities.Exploitation;
using IncidentMesh.Detection.Vulnerabilities.Vex;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary>Reads the files of <c>vulnerabilities rank</c> and says what could not be read of them.</summary>
internal sealed class RankInputs(CliHost host)
{
    /// <summary>Most vulnerabilities of all files together.</summary>
    private const int MostVulnerabilities = 1_000_000;

    private readonly List<Vulnerability> _found = [];

    /// <summary>Files and entries that could not be read.</summary>
    public int Unread { get; private set; }

    public KnownExploited? Known { get; private set; }

    public EpssTable? Epss { get; private set; }

    public VexDocuments? Vex { get; private set; }

    /// <summary>What scanners found, merged, with what the other files say of it.</summary>
    public IReadOnlyList<Vulnerability> Vulnerabilities =>
    [
        .. VulnerabilityMerge.Merge(_found)
            .Select(one => Known is null ? one : one with { KnownExploited = one.KnownExploited == true || Known.Has(one) })
            .Select(one => Epss is null ? one : one with { Epss = Epss.Of(one) ?? one.Epss })
            .Select(one => Vex is null ? one : Vex.Apply(one)),
    ];

    public async Task ReadReportAsync(string path, string? format, CancellationToken cancellationToken)
    {
        var (document, error) = await JsonFile.ReadAsync(path, host, cancellationToken);
        using (document)
        {
            if (document is null)
            {
                Refuse(path, error);
                return;
            }

            if (ReportReader.Read(document.RootElement, format, MostVulnerabilities - _found.Count) is not { } reading)
            {
                Refuse(path, format is null
                    ? $"it is of none of the formats {string.Join(", ", ReportReader.FormatNames)}: name one with --format where it is."
                    : $"it is no report of the format {format}: without --format it is known by its content.");
                return;
            }

            _found.AddRange(reading.Vulnerabilities);
            foreach (var note in reading.Notes)
                host.Fail(ExitCodes.Failed, $"{path}: {note}");
            Unread += reading.Unread;
            if (reading.IsCut)
                Refuse(path, string.Create(CultureInfo.InvariantCulture, $"there are more than {MostVulnerabilities:N0} vulnerabilities in all files: rank fewer images at once."));
        }
    }

    public async Task ReadKnownAsync(string path, CancellationToken cancellationToken)
    {
        var (document, error) = await JsonFile.ReadAsync(path, host, cancellationToken);
        using (document)
        {
            Known = document is null ? null : KnownExploited.Read(document.RootElement);
            if (Known is null)
                Refuse(path, document is null ? error : "it is no catalogue of known exploited vulnerabilities: it has no 'vulnerabilities' with a 'cveID'.");
        }
    }

    public async Task ReadVexAsync(string path, CancellationToken cancellationToken)
    {
        var (document, error) = await JsonFile.ReadAsync(path, host, cancellationToken);
        using (document)
        {
            Vex ??= new VexDocuments();
            if (document is null || !Vex.Add(document.RootElement))
                Refuse(path, document is null ? error : "it is no CycloneDX document: its 'bomFormat' is not 'CycloneDX'.");
        }
    }

    public async Task ReadEpssAsync(string path, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(path, host, cancellationToken);
        if (opened is null)
        {
            Refuse(path, error);
            return;
        }

        await using (opened)
        {
            var table = new EpssTable();
            using var lines = new StreamReader(opened.Content);
            try
            {
                while (await lines.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (table.Add(line) is not { } wrong)
                        continue;
                    Refuse(path, wrong);
                    return;
                }

                Epss = table;
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                Refuse(path, $"it cannot be read further: {failure.Message}");
            }
        }
    }

    private void Refuse(string path, string why)
    {
        Unread++;
        host.Fail(ExitCodes.Failed, $"{path}: {why}");
    }
}
