using System.Buffers;
using System.Text.Json;

namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>The objects of one kind, whatever is kept of them. Not safe for concurrent use.</summary>
internal interface IResourceTable
{
    ResourceKind Kind { get; }

    int Count { get; }

    /// <summary>Grows whenever what is kept changes, beyond that of any other table. An object that comes again as it was changes nothing.</summary>
    long Revision { get; }

    /// <summary>How well the kind is known has changed: that counts as a change of what is kept.</summary>
    void Touch();

    void BeginList();

    void EndList();

    /// <summary>An object is there, or is another.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="JsonException">It is no object of the API.</exception>
    string? Put(in ReadOnlySequence<byte> json);

    /// <summary>An object is gone.</summary>
    /// <returns>The version at which it went.</returns>
    /// <exception cref="JsonException">It is no object of the API.</exception>
    string? Remove(in ReadOnlySequence<byte> json);

    /// <summary>Every object, in no order.</summary>
    IEnumerable<ObjectRow> Rows { get; }

    ObjectRow? Find(string @namespace, string name);
}

/// <param name="Namespace">Namespace; empty where there is none.</param>
/// <param name="Name">Name.</param>
/// <param name="Uid">Uid.</param>
/// <param name="Facts">What is kept of it.</param>
internal readonly record struct ObjectRow(string Namespace, string Name, string Uid, Facts Facts);
