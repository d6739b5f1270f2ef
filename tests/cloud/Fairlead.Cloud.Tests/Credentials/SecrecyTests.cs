using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Tests.Scripted;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Tests.Credentials;

/// <summary>Whatever answers echo, nothing that is printed has a secret in it.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public void A_secret_prints_as_stars_also_within_a_record()
    {
        Assert.Equal("***", new Secret("hidden").ToString());
        Assert.Equal("Credential { AccessKeyId = STS.test, AccessKeySecret = ***, SecurityToken = ***, Expires = , Source = the test }", FixedSource.WithToken.ToString());
    }

    public static TheoryData<string, int, bool> Echoes => new()
    {
        { "SignatureDoesNotMatch", 400, true }, { "InvalidSecurityToken.Expired", 403, true }, { "InternalError", 500, true }, { "Forbidden.RAM", 403, true }, { "Throttling", 400, true }, { "", 502, false }, { "", 200, false },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task Errors_of_answers_that_echo_the_whole_request_hold_none(string code, int status, bool json)
    {
        var authorizations = new List<string>();
        var printed = new Printed();
        using var listener = Listen(printed);
        using var scripted = new ScriptedCloud(
            new ScriptedServer((request, index) =>
            {
                lock (authorizations)
                {
                    authorizations.Add(request.Headers["Authorization"]);
                }

                // Each secret comes first now and then: long messages are cut.
                string[] secrets = [ScriptedCloud.KeySecret, ScriptedCloud.Token, request.Headers["Authorization"], request.Headers["Authorization"][^64..]];
                var echo = string.Join(" ", secrets.Skip(index % 4).Concat(secrets).SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) }));
                return json ? ScriptedServer.Refusal(code, status, echo) : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(echo) };
            }), new FixedSource(FixedSource.WithToken), change: options => options with { CallDeadline = TimeSpan.FromMilliseconds(150) });
        await PrintAsync(printed, () => scripted.Cloud.FindInterfaceAsync("eni-a"));
        await PrintAsync(printed, () => scripted.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = "vsw-a", SecurityGroups = ["sg-a"] }));
        await PrintAsync(printed, () => scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32")]));
        await PrintAsync(printed, () => scripted.Cloud.AttachInterfaceAsync("eni-a", "i-a"));
        scripted.Records.ForEach(record => printed.Add(record.ToString()));
        string[] seen;
        lock (authorizations)
        {
            seen = [.. authorizations];
        }

        Assert.NotEmpty(seen);
        Assert.Contains("DescribeNetworkInterfaces", printed.ToString());

        foreach (var secret in seen.SelectMany(text => new[] { text, text[(text.LastIndexOf('=') + 1)..] }).Append(ScriptedCloud.KeySecret).Append(ScriptedCloud.Token))
        {
            Assert.DoesNotContain(secret, printed.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), printed.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_code_that_is_an_essay_is_no_label()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => ScriptedServer.Refusal("so: " + ScriptedCloud.KeySecret)));
        var error = await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.ListRoutesAsync("vtb-a"));
        Assert.Equal("Unreadable", error.Code);
    }

    [Fact]
    public void Series_stay_countable_whatever_codes_come()
    {
        var printed = new Printed();
        using var listener = Listen(printed);
        using var metrics = new CallMetrics(null);
        for (var code = 0; code < 5000; code++)
        {
            metrics.Attempt("SecrecyTests", $"Code{code}", TimeSpan.Zero);
        }

        var codes = printed.ToString().Split('\n').Where(line => line.Contains("SecrecyTests")).Distinct().ToArray();
        Assert.InRange(codes.Length, 2, 101);
    }

    private static MeterListener Listen(Printed printed)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CallMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            printed.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
        });
        listener.Start();
        return listener;
    }

    private static async Task PrintAsync(Printed printed, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<CloudException>(call);
        printed.Add($"{error} {error.Message} {error.Reason} {error.Code}");
    }

    /// <summary>Whatever came out; instruments of tests that run beside this one among it.</summary>
    private sealed class Printed
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public void Add(string line) => _lines.Enqueue(line);

        public override string ToString() => string.Join('\n', _lines);
    }
}
