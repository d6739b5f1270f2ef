using System.Net;
using System.Text.Json.Nodes;

namespace Fairlead.Cloud.Tests.Scripted;

/// <summary>Answers in the cloud's shapes.</summary>
internal static class Answers
{
    public static HttpResponseMessage Done => Say([]);

    public static HttpResponseMessage Interfaces(params JsonObject[] interfaces) => Say(new JsonObject
    {
        ["TotalCount"] = interfaces.Length,
        ["PageSize"] = 500,
        ["NextToken"] = "",
        ["NetworkInterfaceSets"] = new JsonObject { ["NetworkInterfaceSet"] = new JsonArray(interfaces) },
    });

    public static JsonObject Interface(string id, string status = "Available", string instance = "", params string[] addresses) => new()
    {
        ["NetworkInterfaceId"] = id,
        ["Status"] = status,
        ["Type"] = "Secondary",
        ["InstanceId"] = instance,
        ["VSwitchId"] = "vsw-a",
        ["MacAddress"] = "00:16:3e:00:00:01",
        ["PrivateIpAddress"] = "10.0.0.5",
        ["PrivateIpSets"] = new JsonObject
        {
            ["PrivateIpSet"] = new JsonArray([.. addresses.Append("10.0.0.5").Select(address => new JsonObject { ["PrivateIpAddress"] = address, ["Primary"] = address == "10.0.0.5" })]),
        },
    };

    public static HttpResponseMessage Created(string id) => Say(Interface(id, "Creating"));

    public static HttpResponseMessage Assigned(SeenRequest request, int from = 10) => Say(new JsonObject
    {
        ["AssignedPrivateIpAddressesSet"] = new JsonObject
        {
            ["NetworkInterfaceId"] = request.Query["NetworkInterfaceId"],
            ["PrivateIpSet"] = new JsonObject
            {
                ["PrivateIpAddress"] = new JsonArray([.. Enumerable.Range(from, int.Parse(request.Query["SecondaryPrivateIpAddressCount"])).Select(last => (JsonNode)$"10.0.{last / 200}.{last % 200}")]),
            },
        },
    });

    /// <summary>The connection is gone, and nobody knows what became of the request.</summary>
    public static HttpResponseMessage Lost() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone");

    public static HttpResponseMessage NotJson(HttpStatusCode status) => new(status) { Content = new StringContent("<html>gateway</html>") };

    private static HttpResponseMessage Say(JsonObject fields)
    {
        fields["RequestId"] = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
        return ScriptedServer.Json(fields.ToJsonString());
    }
}
