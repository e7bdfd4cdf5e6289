using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Output;

/// <summary>How values are shown in outputs.</summary>
internal static class ValueText
{
    public static string Of(FieldValue value, FieldType type)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Missing:
                return OutputTemplate.MissingValue;
            case FieldValueKind.Utf8:
                return Encoding.UTF8.GetString(value.Utf8.Span);
            case FieldValueKind.SignedNumber when type == FieldType.Boolean:
                return value.SignedNumber != 0 ? "true" : "false";
            case FieldValueKind.SignedNumber:
                return value.SignedNumber.ToString(CultureInfo.InvariantCulture);
            case FieldValueKind.UnsignedNumber:
                return value.UnsignedNumber.ToString(CultureInfo.InvariantCulture);
            case FieldValueKind.RealNumber:
                return value.RealNumber.ToString("F1", CultureInfo.InvariantCulture);
            case FieldValueKind.Ip:
                return Of(value.Ip);
            default:
                var items = new List<string>();
                foreach (var item in value.Items)
                    items.Add(Of(item, type));
                return $"({string.Join(',', items)})";
        }
    }

    private static string Of(IpValue address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Bits);
        return new IPAddress(address.IsV6 ? bytes : bytes[12..]).ToString();
    }
}
