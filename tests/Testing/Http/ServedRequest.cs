using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IncidentMesh.Testing.Http;

/// <summary>A request as a fake got it, read to its end.</summary>
public sealed record ServedRequest(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, byte[] Body)
{
    public StringValues ContentType => Headers.ContentType;
}
