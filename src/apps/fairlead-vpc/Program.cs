using System.Globalization;
using System.Net;
using Fairlead.Vpc.Program;

const string usage = "usage: fairlead-vpc --control SOCKET [--netns PATH] [--listen ADDRESS:PORT] [--listen-descriptor NUMBER] [--state FILE] [--faults FILE]";
string? control = null;
string? netns = null;
int? descriptor = null;
IPEndPoint? listen = null;
string? state = null;
string? faults = null;
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i], value)
    {
        case ("--control", not null):
            control = value;
            break;
        case ("--netns", not null):
            netns = value;
            break;
        case ("--listen-descriptor", not null) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
            descriptor = number;
            break;
        case ("--listen", not null) when value.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(value, out var place):
            listen = place;
            break;
        case ("--state", not null):
            state = value;
            break;
        case ("--faults", not null):
            faults = value;
            break;
        default:
            Console.Error.WriteLine($"fairlead-vpc: '{args[i]}' is no option, or its value is missing; {usage}");
            return 2;
    }
}

if (control is null)
{
    Console.Error.WriteLine(usage);
    return 2;
}

return new CloudDaemon(new CloudPlaces(control, netns, listen, descriptor, state, faults)).Run(Console.Out, Console.Error);
