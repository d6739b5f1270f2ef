using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fairlead.Agent.Cni;

/// <summary>What goes to standard output: a result in the version that was asked for, or an error.</summary>
internal static class CniOutput
{
    // Messages quote names with ' and <>; a runtime shows them to people as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Result(CniResult result, CniVersion version) => Write(json =>
    {
        json.WriteString("cniVersion", version.ToString());
        WriteList(json, "interfaces", result.Interfaces, one => WriteInterface(json, one, version));
        WriteList(json, "ips", result.Addresses, one => WriteAddress(json, one, version));
        WriteList(json, "routes", result.Routes, one => WriteRoute(json, one));
        WriteDns(json, result.Dns);
    });

    public static byte[] Error(CniException error, string version) => Write(json =>
    {
        json.WriteString("cniVersion", version);
        json.WriteNumber("code", error.Code);
        json.WriteString("msg", error.Message);
        if (error.Details.Length > 0)
        {
            json.WriteString("details", error.Details);
        }
    });

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteInterface(Utf8JsonWriter json, CniInterface one, CniVersion version)
    {
        json.WriteString("name", one.Name);
        json.WriteString("mac", one.Mac.ToString());
        if (version.HasMtu)
        {
            json.WriteNumber("mtu", one.Mtu);
        }

        if (one.Sandbox.Length > 0)
        {
            json.WriteString("sandbox", one.Sandbox);
        }
    }

    private static void WriteAddress(Utf8JsonWriter json, CniAddress one, CniVersion version)
    {
        if (version.NamesFamilies)
        {
            json.WriteString("version", one.Address.IsV6 ? "6" : "4");
        }

        json.WriteString("address", one.Address.ToString());
        if (one.Gateway is { } gateway)
        {
            json.WriteString("gateway", gateway.ToString());
        }

        json.WriteNumber("interface", one.Interface);
    }

    private static void WriteRoute(Utf8JsonWriter json, CniRoute one)
    {
        json.WriteString("dst", one.Destination.ToString());
        if (one.Gateway is { } gateway)
        {
            json.WriteString("gw", gateway.ToString());
        }
    }

    private static void WriteDns(Utf8JsonWriter json, CniDns? dns)
    {
        json.WriteStartObject("dns");
        if (dns is not null)
        {
            WriteTexts(json, "nameservers", dns.Nameservers);
            if (dns.Domain.Length > 0)
            {
                json.WriteString("domain", dns.Domain);
            }

            WriteTexts(json, "search", dns.Search);
            WriteTexts(json, "options", dns.Options);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
