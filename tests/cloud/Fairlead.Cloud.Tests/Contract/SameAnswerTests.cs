using System.Text;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using static Fairlead.Cloud.Tests.Contract.CloudWorld;

namespace Fairlead.Cloud.Tests.Contract;

/// <summary>Whatever is asked in whatever order, the fake and the client over HTTP say the same: what is tested with the one holds for the other.</summary>
public sealed class SameAnswerTests
{
    private static readonly CloudSettings AtOnce = CloudSettings.Immediate with { RouteEntryQuota = 3 };

    private const int Sequences = 12;
    private const int Moves = 50;

    [Fact]
    public async Task The_fake_and_the_client_over_HTTP_say_the_same()
    {
        // Another dozen each time; what fails names its seed.
        var first = Environment.TickCount;
        for (var seed = first; seed < first + Sequences; seed++)
        {
            var random = new Random(seed);
            var moves = Enumerable.Range(0, Moves).Select(_ => (random.Next(1000), random.Next(1000))).ToArray();
            await using var fake = new FakeWorld(AtOnce);
            await using var http = await HttpWorld.StartAsync(AtOnce, options => options with { BatchWindow = TimeSpan.Zero, FirstCircuit = TimeSpan.Zero });
            var (expected, seen) = (await SayAsync(fake, moves), await SayAsync(http, moves));
            Assert.True(expected == seen, $"seed {seed}\nfake:\n{expected}\nHTTP:\n{seen}");
        }
    }

    private static async Task<string> SayAsync(CloudWorld world, IEnumerable<(int What, int Which)> moves)
    {
        var said = new StringBuilder();
        var (interfaces, given) = (new List<string> { "eni-not-there" }, new List<(string Id, Cidr Range)>());
        foreach (var (what, which) in moves)
        {
            string line;
            try
            {
                line = await MoveAsync(world.Cloud, what % 12, which, interfaces, given);
            }
            catch (CloudException error)
            {
                line = $"{error.Kind} {error.Action} {error.Code} {error.VSwitch} {error.MayBeDone}";
            }

            said.Append(what % 12).Append(' ').Append(which).Append(": ").AppendLine(line);
        }

        foreach (var eni in (await world.Cloud.ListInterfacesAsync(new InterfaceFilter())).OrderBy(eni => eni.Id))
        {
            said.AppendLine(Text(eni));
        }

        return said.ToString();
    }

    private static async Task<string> MoveAsync(ICloudNetwork cloud, int what, int which, List<string> interfaces, List<(string Id, Cidr Range)> given)
    {
        var eni = interfaces[which % interfaces.Count];
        var host = (which % 5) switch { 0 or 1 => HostA, 2 or 3 => HostB, _ => "i-not-there" };
        var trunk = which % 3 == 0 ? interfaces[which / 7 % interfaces.Count] : null;
        switch (what)
        {
            case 0 or 1:
                var made = await cloud.CreateInterfaceAsync(new InterfaceWish
                {
                    VSwitch = which % 4 == 0 ? Narrow : which % 31 == 0 ? "vsw-not-there" : Wide,
                    SecurityGroups = [Group],
                    Role = which % 5 == 0 ? InterfaceRole.Trunk : InterfaceRole.Secondary,
                    Addresses4 = which % 3 == 1 ? which % 7 : 0,
                    Prefixes4 = which % 3 == 2 ? which % 3 : 0,
                    Addresses6 = which % 6 == 1 ? 1 : 0,
                    Tags = new Dictionary<string, string> { ["which"] = $"{which % 2}" },
                });
                interfaces.Add(made.Id);
                return Text(made);
            case 2 or 3:
                await cloud.AttachInterfaceAsync(eni, host, trunk);
                return "attached";
            case 4:
                await cloud.DetachInterfaceAsync(eni, host);
                return "detached";
            case 5:
                await cloud.DeleteInterfaceAsync(eni);
                return "deleted";
            case 6 or 7:
                var ranges = await cloud.AssignAsync(eni, (AddressKind)(which % 4), 1 + (which % 6));
                given.AddRange(ranges.Select(range => (eni, range)));
                return string.Join(' ', ranges);
            case 8 when given.Count > 0:
                await cloud.ReleaseAsync(which % 9 == 0 ? eni : given[which % given.Count].Id, [given[which % given.Count].Range]);
                return "released";
            case 9:
                return await cloud.CreateRouteAsync(new RouteWish("vtb-lab", Cidr.Parse($"172.20.{which % 5}.0/24"), which % 2 == 0 ? eni : host, which % 2 == 0 ? RouteHop.Interface : RouteHop.Instance));
            case 10:
                var routes = await cloud.ListRoutesAsync("vtb-lab");
                if (routes.Count > 0 && which % 2 == 0)
                {
                    await cloud.DeleteRouteAsync(routes[0]);
                }

                return string.Join(' ', routes);
            default:
                var found = await cloud.ListInterfacesAsync(new InterfaceFilter { Tags = new Dictionary<string, string> { ["which"] = $"{which % 2}" }, Instance = which % 3 == 0 ? host : null });
                return $"{string.Join(' ', found.Select(seen => seen.Id).Order())} {await cloud.FindVSwitchAsync(which % 2 == 0 ? Wide : Narrow)}";
        }
    }

    private static string Text(CloudInterface eni) => string.Join(
        ' ', eni.Id, eni.Role, eni.State, eni.Instance, eni.Trunk, eni.Vlan, eni.VSwitch, eni.Vpc, eni.Zone, eni.Mac, string.Join(',', eni.Addresses), string.Join(',', eni.Prefixes), string.Join(',', eni.SecurityGroups),
        string.Join(',', eni.Tags), eni.Name, eni.Description, eni.DeletedWithInstance);
}
