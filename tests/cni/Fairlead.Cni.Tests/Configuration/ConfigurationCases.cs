using System.Text;
using Fairlead.Agent.Cni;

namespace Fairlead.Cni.Tests.Configuration;

/// <summary>A case is a file: a configuration as it comes on standard input, a line of dashes, what is read from it. Adding one needs no C#.</summary>
public sealed class ConfigurationCases
{
    private const string Line = "\n---\n";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Configuration", "Cases");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory, MemberData(nameof(Cases))]
    public void A_configuration_is_read_as_its_file_says(string name)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split(Line);
        Assert.Equal(parts[1].Trim(), Read(parts[0]).Trim());
    }

    private static string Read(string input)
    {
        try
        {
            return Text(NetworkConfigurationReader.Read(Encoding.UTF8.GetBytes(input)));
        }
        catch (CniException error)
        {
            return $"code {error.Code}: {error.Message}" + string.Concat(error.Details.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(detail => $"\n{detail}"));
        }
    }

    private static string Text(NetworkConfiguration read)
    {
        List<string> lines = [$"{read.Name} {read.Version}", .. read.HostPorts.Select(port => $"port {port}")];
        lines.AddRange(read.Annotations.Select(pair => $"annotation {pair.Key}={pair.Value}"));
        if (read.Dns is { } dns)
        {
            lines.Add($"dns {string.Join(',', dns.Nameservers)} domain '{dns.Domain}' search {string.Join(',', dns.Search)} options {string.Join(',', dns.Options)}");
        }

        lines.AddRange(read.PreviousResult?.Interfaces.Select(one => $"previous interface {one.Name} {one.Mac?.ToString() ?? "without MAC"} '{one.Sandbox}'") ?? []);
        lines.AddRange(read.PreviousResult?.Addresses.Select(one => $"previous address {one.Address} on {one.Interface}") ?? []);
        lines.Add(read.ValidAttachments is { } valid ? $"valid [{string.Join(", ", valid.Select(id => $"{id}").Order())}]" : "no list of valid attachments");
        return string.Join('\n', lines);
    }
}
