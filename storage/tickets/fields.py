"""What a ticket can say, and what files call it: one declaration a field."""

from storage.records.fields import field

_REF = field(
    "ref", "the ticket's number", "text",
    "ticket, ticket id, ticket number, ticket no, ticket ref, ticket key, case, case id, "
    "case number, case no, call id, call number, request id, request number, issue, issue id, "
    "issue key, conversation id, incident, incident id, incident number, "
    "เลขที่ตั๋ว, หมายเลขตั๋ว, รหัสตั๋ว, ทิกเก็ต, เลขที่เคส, หมายเลขเคส, รหัสเคส, เลขที่แจ้ง, หมายเลขคำร้อง, "
    "工单, 工单号, 工单编号, 工单id, 工單, 工單編號, 案例编号, 案件编号, 请求编号, 事件编号, 单号",
    "ref, reference, number, key, id, เลขที่, หมายเลข, รหัส, 编号, 編號, 号码",
    required=True,
)  # fmt: skip
TICKET_FIELDS = (
    _REF,
    field(
        "opened", "when it was opened", "moment",
        "opened, opened at, opened on, open date, date opened, created, created at, created on, "
        "creation date, create date, date created, created date, created time, creation time, "
        "submitted, submitted at, reported, reported at, received, received at, call date, "
        "call start, call time, ticket date, opened date, open time, opened time, "
        "วันที่เปิด, วันที่สร้าง, วันที่แจ้ง, วันเวลาที่แจ้ง, วันที่รับเรื่อง, เปิดเมื่อ, สร้างเมื่อ, เวลาที่เปิด, "
        "创建时间, 创建日期, 建立时间, 建立日期, 打开时间, 提交时间, 提交日期, 开单时间, 報修時間, "
        "建立時間, 創建時間, 受理时间",
        "start, started, started at, start date, start time, date time, timestamp, date, "
        "วันที่, วันเวลา, 日期, 时间, 時間",
        required=True,
    ),
    field("opened_time", "the time of day of its opening", "time",
          "opened time, open time, created time, creation time, call time, start time, เวลาเปิด, "
          "เวลาที่แจ้ง", "time, เวลา, 时间, 時間"),
    field(
        "closed", "when it was closed", "moment",
        "closed, closed at, closed on, close date, date closed, closed date, closing date, "
        "close time, closed time, resolved at, resolved on, resolved date, date resolved, "
        "resolution date, solved at, solved on, completed at, completion date, "
        "วันที่ปิด, วันที่ปิดงาน, ปิดเมื่อ, วันที่แก้ไขเสร็จ, วันที่เสร็จสิ้น, วันเวลาที่ปิด, "
        "关闭时间, 关闭日期, 解决时间, 解决日期, 完成时间, 完成日期, 结单时间, 關閉時間, 解決時間",
        "end, ended, ended at, end date, end time, finished, resolved, solved, completed, "
        "วันที่สิ้นสุด, 结束时间, 结束日期",
    ),
    field("closed_time", "the time of day of its closing", "time",
          "closed time, close time, closing time, เวลาปิด, เวลาที่ปิด", "end time"),
    field("agent", "who handled it", "text",
          "agent, agent name, assignee, assigned to, assigned agent, handled by, operator, owner, "
          "technician, advisor, representative, rep, employee, ผู้รับผิดชอบ, เจ้าหน้าที่, พนักงาน, "
          "ผู้ดูแล, มอบหมายให้, 客服, 坐席, 处理人, 受理人, 负责人, 處理人, 負責人, 经办人"),
    field("topic", "what it is about", "text",
          "topic, category, reason, contact reason, call reason, issue type, ticket type, "
          "request type, subcategory, หัวข้อ, หมวดหมู่, ประเภท, เรื่อง, ประเภทปัญหา, 主题, 类别, "
          "分类, 类型, 问题类型, 工单类型, 主題, 類別, 分類", "type, tag, แท็ก, 标签"),
    field("severity", "how grave it is", "text",
          "severity, severity level, priority, urgency, impact, ticket priority, case priority, "
          "ความรุนแรง, ระดับความรุนแรง, ความสำคัญ, ลำดับความสำคัญ, ความเร่งด่วน, ระดับความสำคัญ, "
          "严重程度, 严重性, 优先级, 紧急程度, 嚴重程度, 優先級, 优先度, 級別",
          "level, ระดับ, 级别"),
    field("channel", "the way it came", "text",
          "channel, contact channel, ticket channel, contact method, via, medium, ช่องทาง, "
          "ช่องทางติดต่อ, 渠道, 来源渠道, 联系方式, 渠道来源, 管道, 通路"),
    field("location", "where it comes from", "text",
          "location, site, branch, office, store, city, region, country, สาขา, สถานที่, จังหวัด, "
          "เมือง, ภูมิภาค, 地点, 地区, 城市, 门店, 分店, 网点, 地點, 地區, 門市"),
    field("requester", "who asked", "text",
          "requester, requester name, requested by, requestor, reporter, reported by, "
          "submitter, submitted by, opened by, created by, raised by, caller, caller name, "
          "customer, customer name, contact, contact name, end user, ผู้แจ้ง, ผู้ร้องขอ, ผู้ขอ, "
          "ชื่อลูกค้า, ลูกค้า, ผู้ติดต่อ, 请求人, 申请人, 提交人, 报修人, 客户, 客户名称, 联系人, "
          "提單人, 客戶, 申請人", "customer id, requester id, requester email, email, user, อีเมล"),
    field("answered", "whether it was answered", "yes",
          "answered, picked up, call answered, was answered, รับสาย, ตอบแล้ว, 是否接听, 已接听, "
          "是否应答"),
    field("resolved", "whether it was resolved (or its status)", "yes",
          "resolved, solved, is resolved, was resolved, status, ticket status, state, "
          "case status, outcome, สถานะ, แก้ไขแล้ว, 状态, 工单状态, 是否解决, 已解决, 狀態"),
    field(
        "first_response", "how long the first reply took", "duration",
        "first response, first response time, time to first response, first reply, "
        "first reply time, time to first reply, frt, เวลาตอบครั้งแรก, เวลาตอบกลับครั้งแรก, "
        "首次响应时间, 首次响应时长, 首次回复时间, 首響時間, 首次回應時間",
    ),
    field("first_reply", "when the first reply was sent", "moment",
          "first reply, first reply at, first reply time, first reply date, first response, "
          "first response at, first response time, first response date, first responded at, "
          "first responded, ตอบครั้งแรกเมื่อ, วันที่ตอบครั้งแรก, 首次回复时间, 首次响应时间"),
    field("speed", "the speed of answer of a call", "duration",
          "speed of answer, average speed of answer, answer speed, time to answer, asa, "
          "waiting time, wait time, queue time, เวลารอสาย, เวลารอ, 等待时间, 等待时长, 排队时间, "
          "接听速度, 等待時間"),
    field("response_mean", "the mean time to reply", "duration",
          "mean response time, average response time, avg response time, response time, "
          "average reply time, avg reply time, mean reply time, reply time, เวลาตอบกลับเฉลี่ย, "
          "เวลาตอบกลับ, 平均响应时间, 响应时间, 平均回复时间, 回應時間"),
    field("replies", "how many replies it got", "count",
          "replies, reply count, number of replies, agent replies, responses, response count, "
          "จำนวนการตอบกลับ, 回复数, 回复次数, 回覆數"),
    field("slowest_response", "the longest time to a reply", "duration",
          "slowest response, longest response, max response time, maximum response time, "
          "slowest reply, longest reply, เวลาตอบกลับนานสุด, 最长响应时间, 最慢响应"),
    field("talk", "talk time", "duration",
          "talk duration, talk time, talk, call duration, conversation duration, "
          "avg talk duration, average talk time, เวลาสนทนา, ระยะเวลาสนทนา, 通话时长, 通话时间, "
          "通話時長", "duration, ระยะเวลา, 时长"),
    field("hold", "hold time", "duration",
          "hold time, hold duration, on hold, hold, เวลาพักสาย, 保持时长, 保持时间"),
    field("after_call", "after-call work", "duration",
          "after call work, after call work time, acw, wrap up time, wrap up, wrapup, "
          "เวลาหลังวางสาย, 话后处理时长, 整理时长"),
    field("messages", "messages exchanged", "count",
          "messages, message count, number of messages, interactions, interaction count, touches, "
          "comments, comment count, จำนวนข้อความ, 消息数, 消息数量, 互动次数, 訊息數"),
    field("rating", "the rating, 1–5", "number",
          "rating, satisfaction rating, satisfaction, satisfaction score, csat, csat score, "
          "csat rating, customer rating, customer satisfaction, คะแนนความพึงพอใจ, ความพึงพอใจ, "
          "คะแนน, 满意度, 满意度评分, 评分, 客户满意度, 滿意度, 評分"),
    field("recommend", "would they recommend you, 0–10", "number",
          "recommend, would recommend, likelihood to recommend, nps, nps score, nps rating, "
          "คะแนน nps, คะแนนแนะนำ, 推荐度, 推荐意愿, nps 评分, 推薦度"),
)  # fmt: skip
EVENT_FIELDS = (
    _REF,
    field("activity", "what happened", "text",
          "activity, activity id, activity name, event, event type, event name, action, "
          "กิจกรรม, เหตุการณ์, 活动, 事件, 操作, 活動", required=True),
    field("at", "when it happened", "moment",
          "complete timestamp, timestamp, event time, event timestamp, time stamp, date time, "
          "completed at, occurred at, happened at, at, เวลาเกิดเหตุการณ์, วันเวลา, 发生时间, "
          "时间戳, 發生時間", "date, time, วันที่, เวลา, 日期, 时间, 時間", required=True),
)  # fmt: skip
BREAKDOWNS = ("agent", "topic", "severity", "channel", "location")
