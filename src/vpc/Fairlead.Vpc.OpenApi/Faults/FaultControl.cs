using System.Net;
using System.Text;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Vpc.OpenApi.Faults;

/// <summary>
/// Faults while the cloud runs: <c>PUT</c> of a fault file puts it into use, <c>DELETE</c> ends all faults, <c>GET</c> says how often each
/// was met. It is no part of the cloud, so it is not signed; instead only programs of the same machine get an answer.
/// </summary>
internal static class FaultControl
{
    /// <summary>Answers in JSON; what there is to say is in the exchange afterwards.</summary>
    /// <returns>The HTTP status.</returns>
    public static int Answer(ApiExchange x, CloudGate gate)
    {
        x.UseJson();
        if (!IsOfThisMachine(x))
        {
            return CloudApi.Refuse(x, new CloudError("Forbidden", "Faults are controlled from the emulator's own machine only.", 403));
        }

        try
        {
            switch (x.Request.Method)
            {
                case "PUT":
                    gate.Use(FaultScriptReader.Read(Encoding.UTF8.GetString(x.Request.Body.Span), "faults"));
                    return Report(x, gate);
                case "DELETE":
                    gate.Use(FaultScript.None);
                    return Report(x, gate);
                case "GET":
                    return Report(x, gate);
                default:
                    return CloudApi.Refuse(x, new CloudError("UnsupportedHTTPMethod", "GET, PUT and DELETE are what can be done with faults.", 405));
            }
        }
        catch (ProblemException wrong)
        {
            return CloudApi.Refuse(x, new CloudError("InvalidFaults", wrong.Message));
        }
    }

    private static int Report(ApiExchange x, CloudGate gate)
    {
        var w = x.Reply;
        w.Begin("Faults");
        w.OpenList("Faults"u8, "Fault"u8);
        foreach (var (rule, met) in gate.Script.Rules.Zip(gate.TimesMet))
        {
            w.OpenItem("Fault"u8);
            w.Text("Actions"u8, rule.Actions.IsEmpty ? "*" : string.Join(',', rule.Actions));
            w.Text("Effect"u8, rule.Effect);
            w.Number("Met"u8, met);
            w.CloseItem("Fault"u8);
        }

        w.CloseList("Faults"u8);
        w.Number("Events"u8, gate.Script.Events.Length);
        w.End("Faults");
        return 200;
    }

    // Who has the very address that we listen at is on our machine too. A web page that somebody has open could reach it as well, but it
    // cannot leave out where it comes from.
    private static bool IsOfThisMachine(ApiExchange x) =>
        x.Features.Get<IHttpConnectionFeature>() is { RemoteIpAddress: { } remote } connection
        && (IPAddress.IsLoopback(remote) || remote.Equals(connection.LocalIpAddress))
        && !x.Request.Headers.ContainsKey("Origin");
}
