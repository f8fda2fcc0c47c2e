// Shortcodes of the emoji that reports, reactions and people commonly use.
const CODES = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|muscle 💪
point_right 👉|point_left 👈|point_up ☝️|point_down 👇|eyes 👀|brain 🧠|handshake 🤝|v ✌️|crossed_fingers 🤞
smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|slightly_smiling_face 🙂|blush 😊|wink 😉|heart_eyes 😍|thinking_face 🤔
neutral_face 😐|slightly_frowning_face 🙁|worried 😟|cry 😢|sob 😭|scream 😱|sweat_smile 😅|relieved 😌|sunglasses 😎|partying_face 🥳
hugging_face 🤗|face_with_monocle 🧐|robot_face 🤖|exploding_head 🤯|sleeping 😴
heart ❤️|green_heart 💚|yellow_heart 💛|blue_heart 💙|broken_heart 💔|sparkles ✨|star ⭐|star2 🌟|fire 🔥|tada 🎉|rocket 🚀|100 💯|boom 💥
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|heavy_plus_sign ➕|heavy_minus_sign ➖
warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|exclamation ❗|grey_exclamation ❕|question ❓|grey_question ❔|information_source ℹ️|bangbang ‼️
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|black_circle ⚫|white_circle ⚪
large_red_square 🟥|large_yellow_square 🟨|large_green_square 🟩|small_red_triangle 🔺|small_red_triangle_down 🔻|small_blue_diamond 🔹|small_orange_diamond 🔸
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|left_right_arrow ↔️|arrows_counterclockwise 🔄|repeat 🔁
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗
calendar 📆|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock9 🕘|alarm_clock ⏰|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️
speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|mega 📣|loudspeaker 📢|bell 🔔|no_bell 🔕|mailbox 📫|email ✉️|inbox_tray 📥|outbox_tray 📤|package 📦
lock 🔒|unlock 🔓|key 🔑|mag 🔍|mag_right 🔎|bulb 💡|gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|shield 🛡️|hospital 🏥|ambulance 🚑|thermometer 🌡️
moneybag 💰|dollar 💵|euro 💶|credit_card 💳|receipt 🧾|briefcase 💼|handbag 👜|dart 🎯|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉
busts_in_silhouette 👥|bust_in_silhouette 👤|house 🏠|office 🏢|globe_with_meridians 🌐|earth_africa 🌍|sunny ☀️|partly_sunny ⛅|cloud ☁️|rainbow 🌈|umbrella ☔|zap ⚡|snowflake ❄️
file_folder 📁|open_file_folder 📂|page_facing_up 📄|newspaper 📰|rolled_up_newspaper 🗞️|books 📚|bookmark 🔖|label 🏷️|wastebasket 🗑️|construction 🚧|checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️
coffee ☕|cake 🍰|birthday 🎂|beers 🍻|pizza 🍕|seedling 🌱|four_leaf_clover 🍀|evergreen_tree 🌲|cat 🐱|dog 🐶|turtle 🐢|snail 🐌
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|new 🆕|free 🆓|ok 🆗|sos 🆘|recycle ♻️|infinity ♾️|black_square_for_stop ⏹️|arrow_forward ▶️|double_vertical_bar ⏸️`;

const BY_NAME = new Map(
  CODES.trim()
    .split(/[|\n]/)
    .map((pair) => pair.split(" ")),
);

/** The character of a shortcode, or null where the name is not known. */
export const emoji = (name) => BY_NAME.get(name.split("::")[0]) ?? null;

/** Replace the known `:shortcodes:` in plain text; times such as 10:30:00 stay. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+(?:::skin-tone-\d)?):/g, (whole, name) => emoji(name) ?? whole);
