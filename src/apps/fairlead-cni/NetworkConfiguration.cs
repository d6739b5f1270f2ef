using System.Text.Json;

namespace Fairlead.Cni;

/// <summary>What the plug-in itself needs of the configuration on standard input; the agent reads the rest.</summary>
internal sealed class NetworkConfiguration
{
    public const string NewestVersion = "1.1.0";

    public static readonly string[] Versions = ["0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"];

    public string? CniVersion { get; private set; }

    public string? Name { get; private set; }

    public string? Type { get; private set; }

    public string Socket { get; private set; } = "/run/fairlead/cni.sock";

    public string StateDirectory { get; private set; } = "/var/lib/fairlead";

    /// <summary>The version to answer with: the configuration's where it is one of ours.</summary>
    public string AnswerVersion => CniVersion is { } version && Array.IndexOf(Versions, version) >= 0 ? version : NewestVersion;

    /// <exception cref="CniError">Code 6 for what is no JSON object.</exception>
    public static NetworkConfiguration Parse(ReadOnlySpan<byte> json)
    {
        var configuration = new NetworkConfiguration();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new CniError(CniError.Undecodable, "failed to decode network configuration", "standard input must be one JSON object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                configuration.ReadField(ref reader);
            }

            if (reader.Read())
            {
                throw new CniError(CniError.Undecodable, "failed to decode network configuration", "more than one JSON value on standard input");
            }

            return configuration;
        }
        catch (JsonException error)
        {
            throw new CniError(CniError.Undecodable, "failed to decode network configuration", $"not JSON at line {error.LineNumber + 1}, octet {error.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // Octets that are no UTF-8, or half a surrogate pair: the reader takes them, and cannot make a string of them.
            throw new CniError(CniError.Undecodable, "failed to decode network configuration", "a string is no valid Unicode");
        }
    }

    /// <exception cref="CniError">Code 1 for a version that is not ours, 7 for what is missing.</exception>
    public void Check()
    {
        // A configuration without a version is 0.1.0 (specification 1.0.0, "Network configuration format").
        if (Array.IndexOf(Versions, CniVersion ?? "0.1.0") < 0)
        {
            throw new CniError(CniError.UnsupportedVersion, "incompatible CNI versions", $"cniVersion is '{CniVersion ?? "0.1.0"}'; allowed are {string.Join(", ", Versions)}");
        }

        if (string.IsNullOrEmpty(Name))
        {
            throw new CniError(CniError.InvalidConfiguration, "invalid network configuration", "name: missing; give the network a name of letters, digits, '_', '.' and '-'");
        }
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        reader.Read();
        if (name is not ("cniVersion" or "name" or "type" or "socket" or "stateDir"))
        {
            reader.Skip();
            return;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            throw new CniError(CniError.InvalidConfiguration, "invalid network configuration", $"{name}: must be a string");
        }

        var value = reader.GetString()!;
        switch (name)
        {
            case "cniVersion":
                CniVersion = value;
                break;
            case "name":
                Name = value;
                break;
            case "type":
                Type = value;
                break;
            case "socket":
                Socket = value;
                break;
            default:
                StateDirectory = value;
                break;
        }
    }
}
