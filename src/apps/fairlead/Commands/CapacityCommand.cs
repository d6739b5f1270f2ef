using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Model.Problems;
using Fairlead.Planning.Capacity;
using Spectre.Console;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead capacity INSTANCE-TYPE</c></summary>
internal static class CapacityCommand
{
    private static readonly Argument<string> Type = new("type") { Description = "as the cloud writes it: ecs.g7.xlarge", HelpName = "INSTANCE-TYPE" };

    private static readonly Option<string[]> Files = new("--types")
    {
        Description = "a file with further instance types; ~/.config/fairlead/instance-types.yaml is read too where it is there",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("capacity", "Says how many pods an instance type can have.") { Type, Files, CloudTypes.Region, CloudTypes.Endpoint, CloudTypes.Keys };
        command.Validators.Add(CloudTypes.Check);
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Type)!;
            var type = parsed.GetValue(CloudTypes.Region) is { } region
                ? CloudTypes.FindAsync(parsed, region, name).GetAwaiter().GetResult()
                : Table(parsed.GetValue(Files) ?? []).Find(name);
            parsed.Output().Write(Json(type), console => Write(console, type));
            return 0;
        });
        return command;
    }

    private static InstanceTypeTable Table(string[] named)
    {
        var configuration = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        var usual = Path.Combine(configuration, "fairlead", "instance-types.yaml");
        var files = File.Exists(usual) ? named.Prepend(usual) : named;
        return files.Aggregate(InstanceTypeTable.BuiltIn, (table, file) => table.With(InstanceTypeFile.Read(TextFile.Read(file), file)));
    }

    private static JsonObject Json(InstanceType type) => new()
    {
        ["instanceType"] = type.Name,
        ["enis"] = type.Enis,
        ["addressesPerEni"] = type.AddressesPerEni,
        ["exclusivePods"] = type.ExclusivePods,
        ["sharedPods"] = type.SharedPods,
    };

    private static void Write(IAnsiConsole console, InstanceType type)
    {
        console.WriteLine(type.Name);
        console.WriteLine($"  ENIs                {type.Enis}, the primary one among them");
        console.WriteLine($"  addresses per ENI   {type.AddressesPerEni}");
        console.WriteLine($"  exclusive pods      {type.ExclusivePods}   ({type.Enis} - 1: an ENI each)");
        console.WriteLine($"  shared pods         {type.SharedPods}   (({type.Enis} - 1) x {type.AddressesPerEni}: an address each)");
        console.WriteLine("  pods in VPC mode    as many as the node's pod slice has addresses: they need no ENI");
    }
}
